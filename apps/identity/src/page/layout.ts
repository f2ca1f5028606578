import { assetUrl, brandName } from './assets.ts';
import { html, type Html } from './html.ts';
import type { Locale } from './locale.ts';

export interface Layout {
  locale: Locale;
  title: string;
  content: Html;
  /** Beside the brand. */
  header?: Html;
  script?: 'sign-in.js' | 'submit.js' | undefined;
}

/** The frame around every page. */
export function layout({ locale, title, content, header, script }: Layout): string {
  const brand = brandName();
  const loaded = script === undefined ? undefined : html`<script src="${assetUrl(script)}" defer></script>`;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${brand}</title>
        <link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetUrl('brand.css')}" />
        <link rel="stylesheet" href="${assetUrl('identity.css')}" />
        ${loaded}
      </head>
      <body>
        <header class="bar">
          <picture class="brand">
            <source srcset="${assetUrl('logo-dark.svg')}" media="(prefers-color-scheme: dark)" />
            <img src="${assetUrl('logo.svg')}" alt="${brand}" height="32" />
          </picture>
          ${header}
        </header>
        <main class="card">
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.text;
}
