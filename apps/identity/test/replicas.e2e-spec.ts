import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Service } from '@wellspring/platform';
import { Database } from '@wellspring/persistence';
import * as openid from 'openid-client';
import { ExpirySweep } from '../src/provider/expiry-sweep.ts';
import { KeyRotation } from '../src/provider/key-rotation.ts';
import { openSignIn, tokensOf } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const hour = 3_600_000;
const day = 24 * hour;

let stack: IdentityUnderTest;
let second: Service;

beforeAll(async () => {
  stack = await IdentityUnderTest.start([mari]);
  second = await stack.replica();
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

async function publishedKeys(service: Service): Promise<JSONWebKeySet> {
  return (await (await fetch(`${service.url}/identity/jwks`)).json()) as JSONWebKeySet;
}

async function rotate(): Promise<void> {
  for (const replica of stack.replicas) await replica.get(KeyRotation).refresh();
}

function kids({ keys }: JSONWebKeySet): (string | undefined)[] {
  return keys.map(({ kid }) => kid);
}

describe('replicas', () => {
  it('go on with what another began: the page, the form, the code, the session', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const { attempt, page } = await openSignIn(browser, party);
    browser.target = second.url;
    const { url } = await browser.submit(page, { login: mari.email, password: mari.password });
    browser.target = stack.service.url;
    const tokens = await attempt.finish(url);
    browser.target = second.url;
    expect(await openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).toMatchObject({
      sub: 'C-1001',
    });
    expect((await browser.get((await party.begin()).url)).url).toContain('code=');
  });

  it('started at the same moment on an empty database, make one key between them', async () => {
    const fresh = await IdentityUnderTest.start([mari]);
    try {
      await fresh.service.get(Database).query({ text: 'TRUNCATE signing_key' });
      const others = await Promise.all([fresh.replica(), fresh.replica(), fresh.replica()]);
      const published = await Promise.all(others.map((replica) => publishedKeys(replica)));
      expect(published.map((keys) => keys.keys.length)).toEqual([1, 1, 1]);
      expect(new Set(published.flatMap(kids)).size).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  it('end sessions for each other', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    browser.target = second.url;
    const end = openid.buildEndSessionUrl(party.configuration, { id_token_hint: tokens.id_token ?? '' });
    await browser.submit(await browser.get(end.href));
    browser.target = stack.service.url;
    await expect(openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('a restart', () => {
  it('loses nobody’s session and no sign-in that is under way', async () => {
    const restarted = await IdentityUnderTest.start([mari]);
    try {
      const browser = restarted.browser();
      const party = await RelyingParty.gateway(browser);
      const tokens = await tokensOf(browser, party, mari);
      const waiting = restarted.browser();
      const { page, attempt } = await openSignIn(waiting, party);
      await restarted.service.stop();
      restarted.replicas.length = 0;
      const { url } = await restarted.replica();
      browser.target = url;
      waiting.target = url;
      expect(await openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).toMatchObject({
        sub: 'C-1001',
      });
      expect((await browser.get((await party.begin()).url)).url).toContain('code=');
      const back = await waiting.submit(page, { login: mari.email, password: mari.password });
      expect((await attempt.finish(back.url)).claims()?.sub).toBe('C-1001');
    } finally {
      await restarted.stop();
    }
  });
});

describe('signing keys', () => {
  it('are published before they sign, and after, as long as what they signed is in use', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const before = await tokensOf(browser, party, mari);
    const firstKey = decodeProtectedHeader(before.id_token ?? '').kid;
    expect(kids(await publishedKeys(second))).toEqual([firstKey]);

    stack.pass(29 * day + hour);
    await rotate();
    const announced = kids(await publishedKeys(second));
    expect(announced).toHaveLength(2);
    expect(announced[0]).toBe(firstKey);
    expect(kids(await publishedKeys(stack.service))).toEqual(announced);

    stack.pass(day);
    await rotate();
    const again = stack.browser();
    const after = await tokensOf(again, await RelyingParty.gateway(again), mari);
    expect(decodeProtectedHeader(after.id_token ?? '').kid).toBe(announced[1]);
    // What the old key signed is still verifiable, also by the provider itself.
    await jwtVerify(before.id_token ?? '', createLocalJWKSet(await publishedKeys(second)));
    const end = openid.buildEndSessionUrl(party.configuration, { id_token_hint: before.id_token ?? '' });
    expect((await browser.get(end.href)).text).toContain('id="sign-out"');

    stack.pass(day);
    await rotate();
    expect(kids(await publishedKeys(second))).toEqual([announced[1]]);
  });

  it('can be withdrawn by hand: every replica signs with another one at its next look', async () => {
    const [withdrawn] = kids(await publishedKeys(second));
    await stack.service.get(Database).query({ text: 'DELETE FROM signing_key' });
    await rotate();
    const published = kids(await publishedKeys(second));
    expect(published).toHaveLength(1);
    expect(published).not.toContain(withdrawn);
    expect(kids(await publishedKeys(stack.service))).toEqual(published);
  });

  it('are of no use to whoever reads the database', async () => {
    const rows = await stack.service
      .get(Database)
      .query({ text: `SELECT encode(sealed_jwk, 'escape') AS jwk FROM signing_key` });
    expect(JSON.stringify(rows)).not.toContain('kty');
  });

  it('tell in the metrics how long they still have', async () => {
    const [line] = (await stack.metric('identity_signing_key_remaining_seconds')).slice(-1);
    expect(Number(line?.split(' ')[1])).toBeGreaterThan(29 * 24 * 3_600);
  });
});

describe('what has expired', () => {
  it('leaves the database', async () => {
    const database = stack.service.get(Database);
    const count = async (): Promise<number> => (await database.query({ text: 'SELECT 1 FROM oidc_record' })).length;
    expect(await count()).toBeGreaterThan(0);
    stack.pass(30 * day);
    await stack.service.get(ExpirySweep).sweep();
    expect(await count()).toBe(0);
  });
});
