import { describe, expect, it } from '@jest/globals';
import { identitySettings } from '../../test/support/identity-environment.ts';
import { HashingBusyError } from './hashing-busy.error.ts';
import { PasswordHasher } from './password-hasher.ts';
import { parsePhc } from './phc-string.ts';

const hasher = new PasswordHasher(identitySettings());

describe('PasswordHasher', () => {
  it('recognises the password and no other', async () => {
    const hash = await hasher.hash('Correct horse');
    expect(await hasher.matches('Correct horse', hash)).toBe(true);
    expect(await hasher.matches('correct horse', hash)).toBe(false);
    expect(await hasher.matches('', hash)).toBe(false);
  });

  it('hashes with Argon2id at a cost worth its name, each time with another salt', async () => {
    const [one, two] = await Promise.all([hasher.hash('same'), hasher.hash('same')]);
    expect(one).not.toBe(two);
    expect(parsePhc(one)).toMatchObject({ memory: 7_168, passes: 5, parallelism: 1 });
  });

  it('takes the same letters for the same, however the keyboard composes them', async () => {
    const hash = await hasher.hash('p\u00e4rn');
    expect(await hasher.matches('pa\u0308rn', hash)).toBe(true);
  });

  it.each(['', 'plain', '$2b$10$abcdefghijklmnopqrstuv', '$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$c29tZXRhZw'])(
    'never matches what is no Argon2id hash: %p',
    async (hash) => {
      expect(await hasher.matches('plain', hash)).toBe(false);
    },
  );

  it('does the same work for an unknown account and matches nothing', async () => {
    expect(await hasher.matches('', undefined)).toBe(false);
    expect(await hasher.matches('anything', undefined)).toBe(false);
  });

  it('refuses rather than piling up work', async () => {
    const busy = new PasswordHasher(identitySettings({ PASSWORD_HASH_CONCURRENCY: '1', PASSWORD_HASH_QUEUE: '1' }));
    const results = await Promise.allSettled([busy.hash('a'), busy.hash('b'), busy.hash('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(HashingBusyError) });
    await expect(busy.hash('d')).resolves.toEqual(expect.any(String));
  });
});
