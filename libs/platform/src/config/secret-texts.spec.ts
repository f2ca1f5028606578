import { describe, expect, it } from '@jest/globals';
import { secretTexts } from './secret-texts.ts';

describe('the texts that give a secret setting away', () => {
  it('are the value itself and the password in an address', () => {
    expect(secretTexts('postgres://bill:p%40ss-word@db/billing')).toEqual([
      'postgres://bill:p%40ss-word@db/billing',
      'p%40ss-word',
      'p@ss-word',
    ]);
    expect(secretTexts(['first-key', 'second-key'])).toEqual(['first-key', 'second-key']);
  });

  it('are those members of a structure that are called secrets, alone or in a list', () => {
    const operators = [
      { login: 'olga-the-operator', roles: ['operator'], passwordHash: '$argon2id$…', oldPasswords: ['password-1'] },
    ];
    expect(secretTexts(operators)).toEqual(['$argon2id$…', 'password-1']);
  });
});
