import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import https from 'node:https';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Authority } from '../support/certificates.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
const operator = new Authority('Operator CA');
const stranger = new Authority('Somebody else');

const portals: https.Server[] = [];
let gateway: GatewayUnderTest;

beforeAll(async () => {
  const ca = file('ca.pem', operator.certificate);
  const client = operator.issue({ name: 'gateway', hosts: ['gateway'] });
  const clientCertificate = {
    certificate: file('gateway.pem', client.certificate),
    key: file('gateway.key', client.key),
  };
  const named = operator.issue({ name: 'old', hosts: ['old.internal'] });
  const foreign = stranger.issue({ name: 'old', hosts: ['old.internal'] });
  const served = { cert: named.certificate, key: named.key };
  const ownAuthority = await portal(served);
  const asking = await portal({ ...served, ca: operator.certificate, requestCert: true, rejectUnauthorized: true });
  const old = await portal({ ...served, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  const unknown = await portal({ cert: foreign.certificate, key: foreign.key });
  const serverName = 'old.internal';
  const described = {
    'own-authority': { addresses: [ownAuthority], tls: { ca, serverName } },
    'another-name': { addresses: [ownAuthority], tls: { ca, serverName: 'elsewhere.internal' } },
    'without-authority': { addresses: [ownAuthority], tls: { serverName } },
    'unknown-authority': { addresses: [unknown], tls: { ca, serverName } },
    'asks-for-certificate': { addresses: [asking], tls: { ca, serverName, clientCertificate } },
    'gets-no-certificate': { addresses: [asking], tls: { ca, serverName } },
    'tls-of-old': { addresses: [old], tls: { ca, serverName, minVersion: 'TLSv1' } },
    'tls-too-old': { addresses: [old], tls: { ca, serverName } },
  };
  gateway = await startGateway({}, {}, described);
  gateway.migration.routes = Object.keys(described).map((name) => ({ path: `/${name}`, upstream: name }));
});
afterAll(async () => {
  await gateway.stop();
  for (const server of portals) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function portal(options: TlsOptions): Promise<string> {
  const server = https.createServer(options, (_request, response) => response.end('old page'));
  portals.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([['own-authority'], ['asks-for-certificate'], ['tls-of-old']])('reaches a portal with %s', async (name) => {
  const response = await fetch(`${gateway.url}/${name}`);
  expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: 'old page' });
});

it.each([['another-name'], ['without-authority'], ['unknown-authority'], ['gets-no-certificate'], ['tls-too-old']])(
  'does not trust, or is not trusted by, a portal with %s',
  async (name) => {
    const response = await fetch(`${gateway.url}/${name}`);
    expect(response.status).toBe(502);
    await response.arrayBuffer();
  },
);
