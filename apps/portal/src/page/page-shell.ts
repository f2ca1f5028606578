import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escaped } from '@wellspring/brand';
import { z } from 'zod';

const manifestSchema = z.record(z.string(), z.looseObject({ file: z.string() }));

/** What is different from page to page. */
export interface PageParts {
  locale: string;
  title: string;
  /** Of the brand. */
  style: string;
  themeColours: { light: string; dark: string };
  /** Drawn. */
  content: string;
  /** The element with what the page brings along. */
  firstAnswer: string;
  /** Files below `web/` whose code is needed first. */
  files: readonly string[];
}

/** `index.html` as it was built, with the places that are filled in for each page. */
export class PageShell {
  private readonly html: string;
  private readonly built: z.output<typeof manifestSchema>;

  constructor(root: string) {
    this.html = readFileSync(join(root, 'index.html'), 'utf8');
    this.built = manifestSchema.parse(JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')));
  }

  page(parts: PageParts): string {
    const places: Record<string, string> = {
      locale: parts.locale,
      title: escaped(parts.title),
      head:
        this.preloads(parts.files) +
        Object.entries(parts.themeColours).map(themeColour).join('') +
        `<style>${parts.style}</style>`,
      content: parts.content,
      'first-answer': parts.firstAnswer,
    };
    return this.html.replaceAll(
      /<!--([a-z-]+)-->|%([a-z-]+)%/g,
      (text, one?: string, other?: string) => places[one ?? other ?? ''] ?? text,
    );
  }

  /** The code of the page itself, asked for together with what all pages have, and not after it. */
  private preloads(files: readonly string[]): string {
    return files
      .flatMap((file) => this.built[file]?.file ?? [])
      .map((file) => `<link rel="modulepreload" href="/${file}">`)
      .join('');
  }
}

/** What a phone colours its own bars with. */
function themeColour([scheme, colour]: [string, string]): string {
  return `<meta name="theme-color" media="(prefers-color-scheme: ${scheme})" content="${colour}">`;
}
