import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Sealer } from './sealer.ts';
import { sealingKeys } from './sealing-keys.ts';

const secret = randomBytes(32);
const sealer = new Sealer('gateway', [secret]);

describe('sealing', () => {
  it('hides a text and gives it back', () => {
    const sealed = sealer.seal('session', 'a token');
    expect(sealed).toMatch(/^[\w.-]+$/);
    expect(sealed).not.toContain('token');
    expect(sealer.open('session', sealed)).toBe('a token');
  });

  it('opens nothing that was changed, cut off, or sealed for another purpose or application', () => {
    const sealed = sealer.seal('session', 'a token');
    for (let at = 0; at < sealed.length; at += 1) {
      const others = ['A', 'B', 'C', 'D', '_', '=', '.', ''].filter((each) => each !== sealed[at]);
      for (const other of others) {
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
        expect({ changed, opened: sealer.open('session', changed) }).toEqual({ changed, opened: undefined });
      }
    }
    for (const wrong of [`${sealed}.`, `${sealed}.x`, `${sealed}=`, sealed.slice(0, 20), '', 'x.y.z']) {
      expect(sealer.open('session', wrong)).toBeUndefined();
    }
    expect(sealer.open('sign-in', sealed)).toBeUndefined();
    expect(new Sealer('console', [secret]).open('session', sealed)).toBeUndefined();
  });

  it('goes on opening with a key that no longer seals', () => {
    const rotated = new Sealer('gateway', [randomBytes(32), secret]);
    expect(rotated.open('session', sealer.seal('session', 'text'))).toBe('text');
    expect(sealer.open('session', rotated.seal('session', 'text'))).toBeUndefined();
    expect(rotated.verify('visitor', sealer.sign('visitor', 'v1'))).toBe('v1');
  });

  it('believes no signature of another id or purpose', () => {
    const signed = sealer.sign('visitor', 'v1');
    expect(sealer.verify('visitor', signed)).toBe('v1');
    expect(sealer.verify('visitor', signed.replace('v1', 'v2'))).toBeUndefined();
    expect(sealer.verify('other', signed)).toBeUndefined();
  });
});

describe('keys as a setting', () => {
  it('are 32 bytes each', () => {
    const key = secret.toString('base64url');
    expect(sealingKeys.parse(`${key}, ${key}`)).toEqual([key, key]);
    expect(sealingKeys.safeParse(`${key},short`).success).toBe(false);
  });
});
