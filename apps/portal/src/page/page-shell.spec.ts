import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PageShell, type PageParts } from './page-shell.ts';

const root = mkdtempSync(join(tmpdir(), 'page-shell-'));
writeFileSync(
  join(root, 'index.html'),
  '<html lang="%locale%"><title>%title%</title><!--head--><div id="root"><!--content--></div><!--first-answer--><!--else-->',
);
writeFileSync(join(root, 'manifest.json'), '{"start/start-page.tsx":{"file":"assets/hashed/start-1.js"}}');

afterAll(() => {
  rmSync(root, { recursive: true });
});

const parts: PageParts = {
  locale: 'et',
  title: 'A & <B>',
  style: ':root{}',
  themeColours: { light: '#ffffff', dark: '#000000' },
  content: '<h1>$& %title% <!--content--></h1>',
  firstAnswer: '<script type="application/json"></script>',
  files: ['start/start-page.tsx', 'nobody/knows.tsx'],
};

describe('a page as it was built', () => {
  it('is filled in where it has places, once, and with nothing else', () => {
    expect(new PageShell(root).page(parts)).toBe(
      '<html lang="et"><title>A &amp; &lt;B></title>' +
        '<link rel="modulepreload" href="/assets/hashed/start-1.js">' +
        '<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">' +
        '<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#000000"><style>:root{}</style>' +
        `<div id="root">${parts.content}</div>${parts.firstAnswer}<!--else-->`,
    );
  });
});
