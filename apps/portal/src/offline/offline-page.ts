import { type Brand, escaped, standaloneStyle } from '@wellspring/brand';
import { createTranslate, type Locale, type Messages } from '@wellspring/web';
import { phoneUrl } from '../../web/brand/brand.ts';
import { en, type MessageKey } from '../../web/messages/en.ts';
import { et } from '../../web/messages/et.ts';
import { ru } from '../../web/messages/ru.ts';

const catalogues: Record<Locale, Messages<MessageKey>> = { en, et, ru };

const look =
  'body{margin:0;display:grid;min-height:100vh;place-items:center;background:var(--surface-sunk);color:var(--ink);' +
  'font:1.125rem/1.5 system-ui,sans-serif;text-align:center}' +
  'main{max-width:26rem;padding:2rem}h1{font-size:1.5rem}' +
  'a{display:block;padding:.75rem 1.5rem;color:var(--brand-strong);font-weight:600}' +
  '.again{border-radius:var(--radius);background:var(--brand);color:var(--on-brand);text-decoration:none}';

/** Its one style: that of the brand, with as much as stands in for the files a page has otherwise. */
export function offlineStyle({ file }: Brand): string {
  return standaloneStyle(file) + look;
}

/** What there is to see without a connection: the same for everybody, in one piece, kept by the service worker. */
export function offlinePage(brand: Brand, locale: Locale): string {
  const { name, supportPhone } = brand.file;
  const t = createTranslate(locale, catalogues[locale]);
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(name)}</title>
<style>${offlineStyle(brand)}</style></head><body><main>
<p>${escaped(name)}</p><h1>${t('offline.title')}</h1><p>${t('offline.text')}</p>
<a class="again" href="/">${t('action.retry')}</a>
<a href="${phoneUrl(brand.file)}">${t('support.call', { phone: supportPhone })}</a>
</main></body></html>`;
}
