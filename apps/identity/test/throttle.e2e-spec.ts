import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { SignInThrottle } from '../src/throttle/sign-in-throttle.ts';
import type { Answer } from './support/browser.ts';
import { tryPassword } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const minute = 60_000;

let stack: IdentityUnderTest;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari], {
    ACCOUNT_FREE_ATTEMPTS: '3',
    ADDRESS_FREE_ATTEMPTS: '6',
    UNANSWERED_FREE_ATTEMPTS: '8',
    FIRST_LOCK_MS: String(minute),
    LONGEST_LOCK_MS: String(4 * minute),
  });
  await stack.replica();
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

afterEach(async () => {
  await stack.service.get(DataSource).query('TRUNCATE sign_in_throttle');
});

async function attempt(login: string, password: string, from = '198.51.100.1', replica = 0): Promise<Answer> {
  const browser = stack.browser(stack.replicas[replica]);
  browser.headers = { 'x-forwarded-for': from };
  return tryPassword(browser, await RelyingParty.gateway(browser), login, password);
}

async function statuses(count: number, ...[login, password, from]: Parameters<typeof attempt>): Promise<number[]> {
  const answers: number[] = [];
  for (let index = 0; index < count; index += 1) answers.push((await attempt(login, password, from)).status);
  return answers;
}

describe('guessing the password of an account', () => {
  it('ends after a few attempts, even for the right password, and goes on when the lock is over', async () => {
    expect(await statuses(4, mari.email, 'wrong')).toEqual([422, 422, 422, 429]);
    const locked = await attempt(mari.email, mari.password);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(55);
    expect(locked.text).toContain('Too many attempts. Try again in a minute.');
    stack.pass(minute);
    expect((await attempt(mari.email, mari.password)).status).toBe(0);
  });

  it('takes twice as long with every further failure, up to a limit', async () => {
    await statuses(3, mari.email, 'wrong');
    const waits: number[] = [];
    for (const failure of [1, 2, 3, 4]) {
      const answer = await attempt(mari.email, 'wrong', `198.51.100.${failure}`);
      const waitMs = Number(answer.headers.get('retry-after')) * 1_000;
      waits.push(Math.round(waitMs / minute));
      stack.pass(waitMs);
      expect((await attempt(mari.email, 'wrong', `198.51.100.${failure}`)).status).toBe(422);
    }
    expect(waits).toEqual([1, 2, 4, 4]);
  });

  it('is counted by all replicas together, wherever it comes from and however it is written', async () => {
    await attempt('MARI@example.com', 'wrong', '198.51.100.1', 0);
    await attempt('mari@EXAMPLE.com', 'wrong', '198.51.100.2', 1);
    await attempt(' mari@example.com', 'wrong', '198.51.100.3', 0);
    expect((await attempt(mari.email, mari.password, '198.51.100.4', 1)).status).toBe(429);
  });

  it('counts guesses that come at the same moment one by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => attempt(mari.email, 'wrong', `198.51.100.${index}`, index % 2)),
    );
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
  });

  it('is limited just the same for an account that does not exist', async () => {
    expect(await statuses(4, 'nobody@example.com', 'wrong')).toEqual([422, 422, 422, 429]);
  });

  it('is forgiven by the right password', async () => {
    await statuses(2, mari.email, 'wrong');
    expect((await attempt(mari.email, mari.password)).status).toBe(0);
    expect(await statuses(3, mari.email, 'wrong')).toEqual([422, 422, 422]);
  });
});

describe('guessing from one address', () => {
  it('does not mistake customers who come at the same moment for it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => attempt(`c${index}@example.com`, 'wrong', '198.51.100.1', index % 2)),
    );
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  });

  it('ends after some attempts, whichever accounts they are on, and leaves other addresses alone', async () => {
    const answers: number[] = [];
    for (let index = 0; index < 7; index += 1) answers.push((await attempt(`c${index}@example.com`, 'wrong')).status);
    expect(answers).toEqual([422, 422, 422, 422, 422, 422, 429]);
    expect((await attempt(mari.email, mari.password)).status).toBe(429);
    expect((await attempt(mari.email, mari.password, '203.0.113.5')).status).toBe(0);
  });

  it('cannot be spread over the addresses of one IPv6 network', async () => {
    for (let index = 0; index < 6; index += 1)
      await attempt(`c${index}@example.com`, 'wrong', `2001:db8:1:2::${index}`);
    expect((await attempt('c6@example.com', 'wrong', '2001:db8:1:2::ffff')).status).toBe(429);
    expect((await attempt('c6@example.com', 'wrong', '2001:db8:1:3::1')).status).toBe(422);
  });

  it('cannot be hidden behind an address the client makes up', async () => {
    for (let index = 0; index < 6; index += 1) {
      await attempt(`c${index}@example.com`, 'wrong', `10.9.8.${index}, 198.51.100.1`);
    }
    expect((await attempt('c6@example.com', 'wrong', '10.9.8.7, 198.51.100.1')).status).toBe(429);
  });

  it('does not begin again with a customer who signs in when it is over', async () => {
    for (let index = 0; index < 6; index += 1) await attempt(`c${index}@example.com`, 'wrong');
    expect((await attempt(mari.email, mari.password)).status).toBe(429);
    stack.pass(minute);
    expect((await attempt(mari.email, mari.password)).status).toBe(0);
    expect((await attempt(mari.email, mari.password)).status).toBe(0);
  });

  it('does not count customers who sign in: many share an address', async () => {
    for (let index = 0; index < 10; index += 1) expect((await attempt(mari.email, mari.password)).status).toBe(0);
  });
});

describe('the limits', () => {
  it('are counted in the metrics by what they hit', async () => {
    await statuses(4, mari.email, 'wrong', '198.51.100.1');
    for (let index = 0; index < 7; index += 1) await attempt(`c${index}@example.com`, 'wrong', '198.51.100.2');
    const lines = await stack.metric('identity_sign_ins_total');
    expect(lines.join('\n')).toMatch(/outcome="locked_account"\} [1-9]/);
    expect(lines.join('\n')).toMatch(/outcome="locked_address"\} [1-9]/);
  });
});

it('what no longer counts is forgotten, without waiting for whoever is just signing in', async () => {
  const database = stack.service.get(DataSource);
  const subjects = async (): Promise<unknown> =>
    (await database.query<{ subject: string }[]>('SELECT subject FROM sign_in_throttle')).map(({ subject }) => subject);
  await database.query(
    `INSERT INTO sign_in_throttle (scope, subject, failures, last_failure_at, locked_until)
     SELECT 'address', subject, 1, 'epoch', 'epoch' FROM unnest(ARRAY['gone', 'signing in']) AS subject`,
  );
  await database.transaction(async (signIn) => {
    await signIn.query(`SELECT FROM sign_in_throttle WHERE subject = 'signing in' FOR UPDATE`);
    await stack.service.get(SignInThrottle).sweep();
    expect(await subjects()).toEqual(['signing in']);
  });
  await stack.service.get(SignInThrottle).sweep();
  expect(await subjects()).toEqual([]);
});

// Last of all: when the CRM is asked again is a matter of the circuit breaker.
describe('attempts of which nobody could tell, for the CRM is away', () => {
  const unanswered = 8;

  beforeEach(() => {
    stack.crm.mode = 'failing';
  });

  async function come(count: number): Promise<number[]> {
    const answers: number[] = [];
    for (let index = 0; index < count; index += 1) answers.push((await attempt(`c${index}@example.com`, 'any')).status);
    return answers;
  }

  it('do not lock out the others behind their address by the limit of wrong ones', async () => {
    // Six wrong ones would have locked it.
    expect(await come(unanswered - 1)).toEqual([503, 503, 503, 503, 503, 503, 503]);
  });

  it('are as many as that, and then one in the time of the first lock, which does not grow', async () => {
    const waits: number[] = [];
    await come(unanswered);
    for (const login of ['one@example.com', 'two@example.com', 'three@example.com']) {
      const answer = await attempt(login, 'any');
      expect(answer.status).toBe(429);
      waits.push(Number(answer.headers.get('retry-after')));
      stack.pass(minute);
      expect((await attempt(login, 'any')).status).toBe(503);
    }
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(60);
    expect(Math.min(...waits)).toBeGreaterThan(30);
  });

  it('count for their account, known or not', async () => {
    for (const login of [mari.email, 'nobody@example.com']) {
      expect(await statuses(4, login, 'any')).toEqual([503, 503, 503, 429]);
    }
  });
});
