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
  ['ink', [...surfaces, 'good-surface', 'attention-surface', 'bad-surface']],
  ['ink-soft', surfaces],
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

  it.each(surfaces)('let the edge of a control be seen on %s', (ground) => {
    expect(between('line-strong', ground)).toBeGreaterThanOrEqual(3);
  });
});
