import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchSpace } from './disk-space.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a disk that runs full', () => {
  it('is told of once, within seconds, and once when there is room again', () => {
    let left = 5_000;
    const said: string[] = [];
    const stop = watchSpace(
      '/data',
      (text) => said.push(text),
      () => left,
    );
    jest.advanceTimersByTime(10_000);
    expect(said).toEqual([]);
    left = 12.3;
    jest.advanceTimersByTime(10_000);
    expect(said).toEqual([expect.stringMatching(/^The disk of \/data is all but full: 12 MB are left\. Make room/)]);
    left = 5_000;
    jest.advanceTimersByTime(10_000);
    expect(said[1]).toBe('The disk has room again: 5000 MB.');
    stop();
    left = 0;
    jest.advanceTimersByTime(10_000);
    expect(said).toHaveLength(2);
  });
});
