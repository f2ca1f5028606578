import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { identitySettings } from '../../test/support/identity-environment.ts';
import { UnknownKeyError, Vault } from './vault.ts';

const newKey = (): string => randomBytes(32).toString('base64url');
const vault = (...keys: string[]): Vault => new Vault(identitySettings({ IDENTITY_ENCRYPTION_KEYS: keys.join() }));

describe('Vault', () => {
  it('opens what it sealed, and shows nothing of it', () => {
    const sealed = vault(newKey()).seal('secret', 'purpose');
    expect(sealed.includes('secret')).toBe(false);
    const key = newKey();
    expect(vault(key).open(vault(key).seal('täht', 'purpose'), 'purpose')).toBe('täht');
  });

  it('seals with the first key and opens with every key', () => {
    const [older, newer] = [newKey(), newKey()];
    const sealed = vault(older).seal('text', 'purpose');
    expect(vault(newer, older).open(sealed, 'purpose')).toBe('text');
    expect(() => vault(older).open(vault(newer, older).seal('text', 'purpose'), 'purpose')).toThrow(UnknownKeyError);
  });

  it('does not open what was changed or meant for something else', () => {
    const key = newKey();
    const sealed = vault(key).seal('text', 'purpose');
    expect(() => vault(key).open(sealed, 'another')).toThrow('unable to authenticate data');
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    expect(() => vault(key).open(changed, 'purpose')).toThrow('unable to authenticate data');
  });

  it('keeps the names of people when a key is put in front', () => {
    const [older, newer] = [newKey(), newKey()];
    expect(vault(newer, older).pseudonym('a@example.com')).toBe(vault(older).pseudonym('a@example.com'));
    expect(vault(newer).pseudonym('a@example.com')).not.toBe(vault(older).pseudonym('a@example.com'));
  });
});
