import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseOldPortals } from './profile/parse.ts';
import { portalTls } from './portal-tls.ts';

function tlsOf(tls: string): ReturnType<typeof portalTls> {
  const parsed = parseOldPortals(`old: { addresses: [https://old.internal], tls: ${tls} }`, {});
  if (!parsed.ok || parsed.file[0] === undefined) throw new Error('the profile is wrong');
  return portalTls(parsed.file[0]);
}

it('names the file that cannot be used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  const missing = join(folder, 'nowhere.pem');
  expect(() => tlsOf(`{ ca: ${missing} }`)).toThrow(`old.tls: ${missing} cannot be read`);
  const noKey = join(folder, 'key.pem');
  writeFileSync(noKey, 'no key');
  expect(() => tlsOf(`{ clientCertificate: { certificate: ${noKey}, key: ${noKey} } }`)).toThrow(/^old\.tls: /);
  await rm(folder, { recursive: true });
});

it('asks for the name in the profile', () => {
  expect(tlsOf('{ serverName: elsewhere.internal }')).toMatchObject({ servername: 'elsewhere.internal' });
});
