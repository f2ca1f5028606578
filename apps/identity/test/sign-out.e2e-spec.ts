import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as openid from 'openid-client';
import { tokensOf } from './support/flows.ts';
import { gatewaySecret, publicUrl, redirectUri } from './support/identity-environment.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };

const told: string[] = [];
const backchannel = createServer((request, response) => {
  void text(request).then((body) => {
    told.push(new URLSearchParams(body).get('logout_token') ?? '');
    response.writeHead(204).end();
  });
});

let stack: IdentityUnderTest;

beforeAll(async () => {
  await new Promise<void>((resolve) => backchannel.listen(0, '127.0.0.1', resolve));
  const { port } = backchannel.address() as AddressInfo;
  stack = await IdentityUnderTest.start([mari], {
    OIDC_CLIENTS: JSON.stringify([
      {
        client_id: 'gateway',
        client_secret: gatewaySecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [`${publicUrl}/`],
        backchannel_logout_uri: `http://127.0.0.1:${port}/back-channel-logout`,
      },
    ]),
  });
}, 60_000);

afterAll(async () => {
  await stack.stop();
  backchannel.closeAllConnections();
  await new Promise((resolve) => backchannel.close(resolve));
});

describe('signing out', () => {
  it('goes back to the client, ends the session and its tokens, and tells the client by the back channel', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    const end = openid.buildEndSessionUrl(party.configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${publicUrl}/`,
      state: 'bye',
    });
    const page = await browser.get(end.href);
    expect(page.text).toContain('submit.js');
    expect(page.text).toContain('name="logout" value="yes"');
    const back = await browser.submit(page);
    expect(back.url).toBe(`${publicUrl}/?state=bye`);

    expect(told).toHaveLength(1);
    const jwks = (await (await fetch(`${stack.service.url}/identity/jwks`)).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(told[0] ?? '', createLocalJWKSet(jwks), {
      issuer: `${publicUrl}/identity`,
      audience: 'gateway',
      typ: 'logout+jwt',
    });
    expect(payload).toMatchObject({
      sub: 'C-1001',
      sid: decodeJwt(tokens.id_token ?? '')['sid'],
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload['sid']).toEqual(expect.any(String));

    await expect(openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).rejects.toMatchObject({
      status: 401,
    });
    await expect(openid.refreshTokenGrant(party.configuration, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
  });

  it('needs no browser: a client that gives its refresh token back ends the session', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    const before = told.length;
    await openid.tokenRevocation(party.configuration, tokens.refresh_token ?? '');
    expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
    await expect(openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).rejects.toMatchObject({
      status: 401,
    });
    expect(told).toHaveLength(before);
    // A client that got no answer asks again.
    await openid.tokenRevocation(party.configuration, tokens.refresh_token ?? '');
  });

  it('leaves the session alone when only an access token is given back', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    await openid.tokenRevocation(party.configuration, tokens.access_token);
    expect((await browser.get((await party.begin()).url)).url).toContain('code=');
  });

  it('asks when the client does not prove whom it signs out', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    await tokensOf(browser, party, mari);
    const page = await browser.get(`${publicUrl}/identity/session/end?client_id=gateway&ui_locales=et`);
    expect(page.text).toContain('Kas soovid välja logida?');
    expect(page.text).not.toContain('submit.js');
    await browser.submit(page);
    expect((await browser.get((await party.begin()).url)).url).toContain('code=');
    const again = await browser.get(`${publicUrl}/identity/session/end`);
    const done = await browser.submit(again, { logout: 'yes' });
    expect(done.text).toContain('You are signed out');
    expect((await browser.get((await party.begin()).url)).text).toContain('type="password"');
  });

  it('goes back to the client also when the session was over already', async () => {
    const browser = stack.browser();
    const page = await browser.get(
      `${publicUrl}/identity/session/end?client_id=gateway&post_logout_redirect_uri=${encodeURIComponent(`${publicUrl}/`)}`,
    );
    expect(page.text).toContain('submit.js');
    expect(page.text).not.toMatch(/<script>/);
    expect((await browser.submit(page)).url).toBe(`${publicUrl}/`);
  });

  it('never goes to an address that is not registered', async () => {
    const browser = stack.browser();
    const answer = await browser.get(
      `${publicUrl}/identity/session/end?client_id=gateway&post_logout_redirect_uri=https://evil.example/`,
    );
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('evil');
  });

  it('cannot be done for somebody by a form of another site', async () => {
    const browser = stack.browser();
    const party = await RelyingParty.gateway(browser);
    const tokens = await tokensOf(browser, party, mari);
    const answer = await browser.post(`${publicUrl}/identity/session/end/confirm`, { xsrf: 'guess', logout: 'yes' });
    expect(answer.status).toBe(400);
    expect(await openid.fetchUserInfo(party.configuration, tokens.access_token, 'C-1001')).toMatchObject({
      sub: 'C-1001',
    });
  });
});
