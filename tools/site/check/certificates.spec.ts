import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exampleSite } from '../testing/example.ts';
import { certificateDifferences, certificatesOf } from './certificates.ts';

const dayMs = 24 * 3600 * 1000;
const days = 90;
let server: Server;
let port = 0;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-certificate-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-days', String(days)];
  execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
  rmSync(folder, { recursive: true });
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
});

function told(inDays: number, at = port): Promise<string[]> {
  const shown = [{ what: 'the portal', host: '127.0.0.1', port: at }];
  return certificateDifferences(shown, new Date(Date.now() + inDays * dayMs));
}

it('says nothing of a certificate that is valid for long', async () => {
  expect(await told(0)).toEqual([]);
});

it('says when one ends soon, has ended, or is not shown', async () => {
  expect(await told(days - 10)).toEqual(['the portal: its certificate ends in 10 days']);
  expect(await told(days + 1)).toEqual(['the portal: its certificate has ended']);
  expect((await told(0, 1))[0]).toContain('the portal: shows no certificate at 127.0.0.1:1');
});

it('looks at every machine and at what customers and operators see', () => {
  const site = exampleSite();
  const shown = certificatesOf(site).map(({ what }) => what);
  for (const { name } of site.machines) expect(shown).toContain(`${name}, kubelet`);
  expect(shown.slice(-2)).toEqual(['the portal', 'the console']);
});
