import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Sealer } from '@wellspring/auth/sealing';
import { eventually, faultProxy, serviceUnderTest, type FaultProxy, type RunningService } from '@wellspring/testing';
import { decodeJwt } from 'jose';
import { gatewayWith } from '../../src/service.ts';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

/** As earlier versions gave them: of a browser that has had it for longer than anything sent before can have an effect. */
const oldBrowserId = 'a-browser-of-long-ago';

interface Replica {
  running: RunningService;
  /** Its own way to the database that all share. */
  database: FaultProxy;
}

describe('two replicas before an old portal that keeps its session ids', () => {
  let gateway: GatewayUnderTest;
  let here: Replica;
  let there: Replica;
  let php: PhpLikePortal;
  let cookies: Browser['cookies'];

  beforeAll(async () => {
    gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, bridge: { mode: 'off' } } });
    [here, there] = [await startReplica(), await startReplica()];
  });
  beforeEach(() => {
    gateway.reset();
    php = new PhpLikePortal();
    gateway.legacy.handler = php.handler;
    gateway.portal.handler = (request, response) => {
      const token = request.headers.authorization?.slice('Bearer '.length);
      response.end(`new side: ${token === undefined ? 'nobody' : (decodeJwt(token).sub ?? '')}`);
    };
    cookies = new Map([['__Host-visitor', gateway.running.get(Sealer).sign('visitor', oldBrowserId)]]);
  });
  afterEach(async () => {
    for (const { database } of [here, there]) await database.listen();
  });
  afterAll(async () => {
    for (const { running, database } of [here, there]) {
      await running.stop();
      await database.close();
    }
    await gateway.stop();
  });

  async function startReplica(): Promise<Replica> {
    const database = await faultProxy({ target: gateway.running.databaseUrl });
    const running = await serviceUnderTest(gatewayWith(gateway.migration.module()))
      .withEnv({ ...gateway.env, DATABASE_URL: database.url })
      .start();
    return { running, database };
  }

  /** The same browser, whichever replica answers it, and somebody before it. */
  async function page(path: string, { running }: Replica, init?: RequestInit): Promise<string> {
    const headers = { 'x-page-idle': '0' };
    return (await new Browser(running.url, cookies).ask(path, { headers, ...init })).text();
  }
  const fresh = (replica: Replica): Promise<string> => page('/invoices', replica);
  const signIn = (username: string, replica: Replica): Promise<string> =>
    page('/index.php?_route=login', replica, { method: 'POST', body: new URLSearchParams({ username }) });
  const become = (who: string, replica: Replica): Promise<string> =>
    page(`/index.php?_route=become&who=${who}`, replica);

  /** Until one replica goes by an answer that the other one got: each knows that all the others write down what they send. */
  async function answersAreShared(customer: string): Promise<void> {
    await eventually(async () => {
      expect(await fresh(here)).toBe(`new side: ${customer}`);
      const { asked } = php;
      expect(await fresh(there)).toBe(`new side: ${customer}`);
      expect(php.asked).toBe(asked);
    });
  }

  it('share what the old side said, and what was sent to it since', async () => {
    await signIn('A', here);
    await answersAreShared('A');
    await become('B', here);
    expect([await fresh(there), await fresh(here)]).toEqual(['new side: B', 'new side: B']);
    await become('A', there);
    expect([await fresh(here), await fresh(there)]).toEqual(['new side: A', 'new side: A']);
  });

  it('show nobody of before while one of them is cut off from the database', async () => {
    await signIn('A', here);
    await answersAreShared('A');
    await there.database.refuse();
    await become('B', there);
    expect([await fresh(here), await fresh(there)]).toEqual(['new side: B', 'new side: B']);
    await become('A', here);
    expect([await fresh(there), await fresh(here)]).toEqual(['new side: A', 'new side: A']);
    await there.database.listen();
    await become('B', there);
    await answersAreShared('B');
  });

  it('show nobody of before while the database is away for both, and once it is back', async () => {
    await signIn('A', here);
    await answersAreShared('A');
    for (const { database } of [here, there]) await database.refuse();
    for (const [who, at, other] of [
      ['B', here, there],
      ['A', there, here],
    ] as const) {
      await become(who, at);
      expect([await fresh(other), await fresh(at)]).toEqual([`new side: ${who}`, `new side: ${who}`]);
    }
    for (const { database } of [here, there]) await database.listen();
    await become('B', here);
    expect([await fresh(there), await fresh(here)]).toEqual(['new side: B', 'new side: B']);
    await answersAreShared('B');
  });
});
