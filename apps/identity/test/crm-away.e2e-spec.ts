import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { Answer } from './support/browser.ts';
import { tokensOf, tryPassword } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const hour = 3_600_000;

let stack: IdentityUnderTest;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari], {
    CREDENTIAL_RECHECK_AFTER_MS: String(hour),
    // Each test has its own weather.
    CRM_BREAKER_OPEN_MS: '1',
  });
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

afterEach(async () => {
  stack.crm.mode = 'healthy';
  stack.crm.set(mari);
  await stack.service.get(DataSource).query('TRUNCATE sign_in_throttle, customer_account');
});

async function attempt(login: string, password: string): Promise<Answer> {
  const browser = stack.browser();
  return tryPassword(browser, await RelyingParty.gateway(browser), login, password);
}

describe('a customer not seen before', () => {
  it.each(['failing', 'refuse', 'garbage'] as const)('is told honestly when the CRM is %s', async (mode) => {
    stack.crm.mode = mode;
    const answer = await attempt(mari.email, mari.password);
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('We cannot check your password right now');
    expect(answer.text).toMatch(/Reference: <code>[\da-f]{32}<\/code>/);
    expect(answer.text).not.toContain('is not right');
  });

  it('finds the reason in the log under the reference', async () => {
    stack.crm.mode = 'failing';
    const reference = /<code>([\da-f]{32})/.exec((await attempt(mari.email, mari.password)).text)?.[1] ?? '';
    expect(stack.logs.filter((line) => line.includes(`"trace.id":"${reference}"`)).join()).toContain('unavailable');
  });
});

describe('a customer seen before', () => {
  it('signs in while the CRM is away, with nothing asked of it', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.mode = 'refuse';
    stack.crm.asked = [];
    const browser = stack.browser();
    const tokens = await tokensOf(browser, await RelyingParty.gateway(browser), mari);
    expect(tokens.claims()).toMatchObject({ sub: 'C-1001', name: 'Mari Maasikas' });
    expect(stack.crm.asked).toEqual([]);
  });

  it('signs in while the CRM is away also when the password was confirmed long ago', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.mode = 'failing';
    stack.pass(2 * hour);
    expect((await attempt(mari.email, mari.password)).status).toBe(0);
  });

  it('is not told that the password is wrong when nobody can know', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.mode = 'failing';
    expect((await attempt(mari.email, 'perhaps the new one')).status).toBe(503);
  });

  it('signs in with a password changed on the old side, and from then on only with that', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.set({ ...mari, password: 'changed horse 2' });
    expect((await attempt(mari.email, 'changed horse 2')).status).toBe(0);
    expect((await attempt(mari.email, mari.password)).status).toBe(422);
    stack.crm.mode = 'refuse';
    expect((await attempt(mari.email, 'changed horse 2')).status).toBe(0);
  });

  it('is refused soon after the password was withdrawn on the old side', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.set({ ...mari, password: 'another' });
    stack.pass(2 * hour);
    expect((await attempt(mari.email, mari.password)).status).toBe(422);
    stack.crm.mode = 'refuse';
    expect((await attempt(mari.email, mari.password)).status).toBe(503);
  });

  it('gives an address up to the customer the CRM says has it now', async () => {
    await attempt(mari.email, mari.password);
    stack.crm.set({ customerNo: 'C-2002', email: mari.email, password: 'someone else 3' });
    const browser = stack.browser();
    const newcomer = { email: mari.email, password: 'someone else 3' };
    const tokens = await tokensOf(browser, await RelyingParty.gateway(browser), newcomer);
    expect(tokens.claims()?.sub).toBe('C-2002');
    expect((await attempt(mari.email, mari.password)).status).toBe(422);
  });
});
