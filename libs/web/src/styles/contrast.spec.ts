import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contrast } from './contrast.ts';

type Tokens = Record<string, string>;

function tokensOf(file: string): Tokens {
  const css = readFileSync(join(import.meta.dirname, file), 'utf8');
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const light = tokensOf('tokens.css');
const surfaces = ['surface', 'surface-sunk'];

/** Text and what it is written on. */
const texts: [string, string[]][] = [
  ['ink', [...surfaces, 'info-surface', 'good-surface', 'attention-surface', 'bad-surface']],
  ['ink-soft', [...surfaces, 'info-surface']],
  ['brand-strong', [...surfaces, 'info-surface']],
  ['on-brand', ['brand', 'brand-strong']],
  ['on-bad', ['bad']],
  ['good', ['good-surface', ...surfaces]],
  ['attention', ['attention-surface', ...surfaces]],
  ['bad', ['bad-surface', ...surfaces]],
];

describe.each([
  ['by day', light],
  ['by night', { ...light, ...tokensOf('dark.css') }],
])('the colours %s', (_when, tokens) => {
  const between = (one: string, other: string): number => contrast(tokens[one] ?? '', tokens[other] ?? '');

  it.each(texts.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))(
    'let %s be read on %s',
    (text, ground) => {
      expect(between(text, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['brand', 'line-strong'].flatMap((mark) => surfaces.map((ground) => [mark, ground])))(
    'let %s be seen on %s',
    (mark, ground) => {
      expect(between(mark, ground)).toBeGreaterThanOrEqual(3);
    },
  );
});
