import { describe, expect, it } from '@jest/globals';
import { fieldName } from './findings.ts';
import { nameOf, shapeOf, valueAt } from './shape-of.ts';

describe('what came', () => {
  it.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    [-49.9, 'the number -99.9'],
    ['Jaan Õun, 5.11.2026', 'the text "Aaaa Aaa, 9.99.9999"'],
    ['x'.repeat(100), `the text "${'a'.repeat(24)}…"`],
    [[1, 2], 'a list of 2'],
    [{ id: 1, total: 2 }, 'an object with id, total'],
    [true, 'true'],
  ])('%p is told by its shape', (value, shape) => {
    expect(shapeOf(value)).toBe(shape);
  });

  it('is found and named by its place, whichever of the list it was', () => {
    expect(valueAt({ lines: [{ net: '1' }] }, ['lines', 0, 'net'])).toBe('1');
    expect(valueAt({ lines: null }, ['lines', 0, 'net'])).toBeUndefined();
    expect(fieldName(['lines', 0, 'net'])).toBe('lines[].net');
  });

  it('is called what it calls itself', () => {
    expect(nameOf({ note: 'x', invoiceNumber: 'INV-1' })).toBe('INV-1');
    expect(nameOf({ id: 7 })).toBe('7');
    expect(nameOf({ token: 'secret' })).toBeUndefined();
    expect(nameOf('text')).toBeUndefined();
  });
});
