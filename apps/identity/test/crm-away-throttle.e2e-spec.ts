import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { tryPassword } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const jaan = { customerNo: 'C-1002', email: 'jaan@example.com', password: 'correct horse 2' };

let stack: IdentityUnderTest;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari, jaan], { ADDRESS_FREE_ATTEMPTS: '4' });
  for (const { email, password } of [mari, jaan]) expect(await attempt(email, password)).toBe(0);
  stack.crm.mode = 'failing';
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

afterEach(async () => {
  await stack.service.get(DataSource).query('TRUNCATE sign_in_throttle');
});

/** Status of the answer, 0 for who is let in. All come from one address. */
async function attempt(login: string, password: string): Promise<number> {
  const browser = stack.browser();
  return (await tryPassword(browser, await RelyingParty.gateway(browser), login, password)).status;
}

describe('while the CRM is away, an address', () => {
  it('is not locked by many of whom no password is kept: nobody could tell, and it may speak for thousands', async () => {
    for (let neighbour = 1; neighbour <= 6; neighbour += 1) {
      expect(await attempt(`neighbour-${neighbour}@example.com`, 'anything')).toBe(503);
    }
    expect(await attempt(mari.email, mari.password)).toBe(0);
  });

  it('is locked by guesses at passwords that are kept', async () => {
    for (const { email } of [mari, jaan, mari, jaan]) expect(await attempt(email, 'a guess')).toBe(503);
    expect(await attempt(mari.email, mari.password)).toBe(429);
  });
});

describe('while the CRM is away, an account', () => {
  it.each(['stranger@example.com', mari.email])('is locked after a few attempts, known or not: %s', async (login) => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) statuses.push(await attempt(login, 'a guess'));
    await stack.service.get(DataSource).query(`DELETE FROM sign_in_throttle WHERE scope = 'address'`);
    for (let tries = 0; tries < 2; tries += 1) statuses.push(await attempt(login, 'a guess'));
    expect(statuses).toEqual([503, 503, 503, 503, 503, 429]);
  });
});
