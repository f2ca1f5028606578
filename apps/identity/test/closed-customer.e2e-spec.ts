import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@wellspring/platform';
import { eventually } from '@wellspring/testing';
import { decodeJwt } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as openid from 'openid-client';
import { DataSource } from 'typeorm';
import { ClosedCustomers } from '../src/closed-customer/closed-customers.ts';
import { tokensOf, tryPassword } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const jaan = { customerNo: 'C-1002', email: 'jaan@example.com', password: 'correct horse 2' };

const told: string[] = [];
const gateway = createServer((request, response) => {
  void text(request).then((body) => {
    told.push(new URLSearchParams(body).get('logout_token') ?? '');
    response.end();
  });
});
let stack: IdentityUnderTest;

beforeAll(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  stack = await IdentityUnderTest.start([mari, jaan], {
    GATEWAY_LOGOUT_URL: `http://127.0.0.1:${port}/back-channel-logout`,
    CRM_CHANGES_INTERVAL_MS: '3600000',
  });
}, 60_000);

afterAll(async () => {
  await stack.stop();
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
});

/** Whoever reads the feed at the moment may have asked before it changed, and while they do nobody else reads. */
async function followed(service: Service): Promise<void> {
  const nobodyReads = (): Promise<unknown> => service.get(DataSource).query('SELECT FROM crm_feed FOR UPDATE');
  await nobodyReads();
  await service.get(ClosedCustomers).follow();
  await nobodyReads();
}

describe('a customer who is closed in the CRM', () => {
  it('loses every session, the client is told, and cannot sign in until opened again', async () => {
    const [browser, other] = [stack.browser(), stack.browser()];
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    const others = await tokensOf(other, party, jaan);

    stack.crm.change(mari.customerNo, 'CLOSED');
    await followed(stack.service);
    expect(told.map((token) => decodeJwt(token)['sid'])).toEqual([decodeJwt(tokens.id_token ?? '')['sid']]);
    await expect(openid.refreshTokenGrant(party.configuration, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
    expect((await tryPassword(browser, party, mari.email, mari.password)).status).toBe(422);
    const renewed = await openid.refreshTokenGrant(party.configuration, others.refresh_token ?? '');
    expect(renewed.claims()?.sub).toBe(jaan.customerNo);

    stack.crm.change(mari.customerNo, 'ACTIVE');
    await followed(stack.service);
    expect((await tryPassword(browser, party, mari.email, mari.password)).status).toBe(0);
  });

  it('stays closed over a CRM that is away, which is asked again from where it stopped', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    await tokensOf(browser, party, jaan);
    stack.crm.change(jaan.customerNo, 'CLOSED');
    stack.crm.mode = 'refuse';
    await stack.service.get(ClosedCustomers).follow();
    expect((await browser.get((await party.begin()).url)).url).toContain('code=');
    stack.crm.mode = 'healthy';
    const second = await stack.replica();
    await followed(second);
    expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
  });

  it('is known soon after a CRM is back that could not be asked, however seldom it is asked', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    await tokensOf(browser, party, mari);
    stack.crm.mode = 'refuse';
    stack.crm.change(mari.customerNo, 'CLOSED');
    const logged = stack.logs.length;
    await stack.replica();
    await eventually(() => {
      expect(stack.logs.slice(logged).join('')).toContain('could not be followed');
    });
    stack.crm.mode = 'healthy';
    await eventually(async () => {
      expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
    });
  });
});
