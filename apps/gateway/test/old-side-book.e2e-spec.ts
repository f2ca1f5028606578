import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EpochBookStore } from '../src/binding/epoch-book.store.ts';
import { bookOf, digest } from '../src/binding/rule.ts';
import type { SharedStanding } from '../src/binding/standing.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

const portal = 'legacy-portal';
const replica = 'of the test';
const browser = 'm1.known';
const cookies = 'LPSESSION=1';
const byCookies = bookOf(undefined, portal, cookies);

describe('what is written down about browsers and old portals', () => {
  let gateway: GatewayUnderTest;
  let book: EpochBookStore;
  let version = 0;

  beforeAll(async () => {
    gateway = await startGateway();
    book = gateway.running.get(EpochBookStore);
    await book.join(replica, [], []);
  });
  beforeEach(async () => {
    await gateway.running.dataSource.query('truncate old_side_epoch, old_side_answer');
  });
  afterAll(() => gateway.stop());

  async function raise(name: string): Promise<void> {
    version += 1;
    await book.raise({ replica, browser: name, version, first: true, byHand: true });
  }
  async function sent(name: string, waitsForMs = 0): Promise<void> {
    await raise(name);
    version += 1;
    await book.settle({ replica, browser: name, version, epoch: 'raise', waitsForMs });
  }
  function read(): Promise<SharedStanding> {
    return book.read({ books: [browser, byCookies], browser, portal, sessionId: undefined });
  }
  async function keep({ epoch }: SharedStanding, askedAt: number): Promise<void> {
    const answer = { cookies: digest(cookies), node: undefined, epoch, askedAt, who: 'nobody' as const };
    await book.keep({ browser, portal, answer, byHand: true });
  }
  async function passes(minutes: number): Promise<void> {
    const earlier = `- interval '${minutes} minutes'`;
    await gateway.running.dataSource.query(
      `update old_side_epoch set touched_at = touched_at ${earlier}, waits_until = waits_until ${earlier}`,
    );
    await gateway.running.dataSource.query(`update old_side_answer set asked_at = asked_at ${earlier}`);
  }
  async function lines(): Promise<string[]> {
    const rows = await gateway.running.dataSource.query<{ browser: string }[]>(
      'select distinct browser from old_side_epoch order by browser',
    );
    return rows.map((row) => row.browser);
  }

  it('is forgotten soon where cookies are all there ever was, however many were made up', async () => {
    await sent(browser);
    await gateway.running.dataSource.query(
      `insert into old_side_epoch (browser, replica, version, epoch, waits_until, touched_at)
       select '${portal}:' || made_up, '${replica}', 1, 1, now(), now() from generate_series(1, 2500) made_up`,
    );
    await passes(14);
    await book.clean();
    expect(await lines()).toHaveLength(2501);
    await passes(2);
    await book.clean();
    expect(await lines()).toEqual([browser]);
  });

  it('stays while something waits or lingers', async () => {
    await raise(bookOf(undefined, portal, 'waits'));
    await sent(bookOf(undefined, portal, 'lingers'), 3_600_000);
    await passes(16);
    await book.clean();
    expect(await lines()).toHaveLength(2);
  });

  it('stays as long as an answer from before it could hold again without it', async () => {
    const before = await read();
    await keep(before, before.now);
    await sent(byCookies);
    await passes(16);
    await book.clean();
    const { epoch, answer } = await read();
    expect(answer?.epoch).toBe(before.epoch);
    expect(epoch).not.toBe(before.epoch);
  });

  it('takes no answer that was given so long ago that what was sent since may be forgotten', async () => {
    const standing = await read();
    await keep(standing, standing.now - 11 * 60_000);
    expect((await read()).answer).toBeUndefined();
    await keep(standing, standing.now);
    expect((await read()).answer).toMatchObject({ epoch: standing.epoch, who: 'nobody' });
  });
});
