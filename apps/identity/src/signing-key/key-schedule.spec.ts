import { describe, expect, it } from '@jest/globals';
import { dueKey, isSpent, signer } from './key-schedule.ts';

const schedule = { lifetimeMs: 1_000, publishLeadMs: 100, retentionMs: 500 };
const key = (signsFrom: number): { signsFrom: number; signsUntil: number } => ({
  signsFrom,
  signsUntil: signsFrom + 1_000,
});

describe('key schedule', () => {
  it('makes the first key at once', () => {
    expect(dueKey([], 42, schedule)).toEqual(key(42));
  });

  it('makes the successor ahead of its time, once', () => {
    expect(dueKey([key(0)], 899, schedule)).toBeUndefined();
    expect(dueKey([key(0)], 900, schedule)).toEqual(key(1_000));
    expect(dueKey([key(0), key(1_000)], 900, schedule)).toBeUndefined();
  });

  it('starts anew when nothing ran for longer than a key lives', () => {
    expect(dueKey([key(0)], 5_000, schedule)).toEqual(key(5_000));
  });

  it('signs with the newest key whose time has come', () => {
    const [first, second] = [key(0), key(1_000)];
    expect(signer([second, first], 999)).toBe(first);
    expect(signer([first, second], 1_000)).toBe(second);
  });

  it('signs with the next key when the one of the moment was withdrawn', () => {
    expect(signer([key(1_000)], 500)).toEqual(key(1_000));
  });

  it('publishes a key as long as something it signed may be presented', () => {
    expect(isSpent(key(0), 1_499, schedule)).toBe(false);
    expect(isSpent(key(0), 1_500, schedule)).toBe(true);
  });
});
