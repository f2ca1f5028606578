/** How values given on a command line are read. */
import { InvalidArgumentError } from 'commander';

export interface Bounds {
  min?: number;
  max?: number;
}

export function wholeNumber(bounds: Bounds = {}): (text: string) => number {
  return (text) => {
    if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
    return within(Number(text), bounds);
  };
}

export function aNumber(bounds: Bounds = {}): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It has to be a number.');
    return within(value, bounds);
  };
}

export function oneOf<T extends string>(...words: T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`There is no "${text}". There are: ${words.join(', ')}.`);
    return found;
  };
}

/** Several, separated by commas. */
export function list<T>(read: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(',').map((part) => read(part.trim()));
}

function within(value: number, { min = -Infinity, max = Infinity }: Bounds): number {
  if (value < min) throw new InvalidArgumentError(`It has to be at least ${min}.`);
  if (value > max) throw new InvalidArgumentError(`It has to be at most ${max}.`);
  return value;
}
