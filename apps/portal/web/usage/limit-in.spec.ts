import { describe, expect, it } from '@jest/globals';
import { limitIn } from './limit-in.ts';

const range = { lowest: { unit: 'EUR', value: 5 }, highest: { unit: 'EUR', value: 300 } };

describe('a spending limit as it is typed', () => {
  it.each([
    ['20', 20],
    [' 35,5 ', 35.5],
    ['300.00', 300],
    ['5', 5],
  ])('%j is an amount within the range', (text, value) => {
    expect(limitIn(text, range)).toEqual({ unit: 'EUR', value });
  });

  it.each(['', '4.99', '300.01', '-20', '20 €', '1e2', '20.005', 'twenty'])('%j is none', (text) => {
    expect(limitIn(text, range)).toBeUndefined();
  });
});
