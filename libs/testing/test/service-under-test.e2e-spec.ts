import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import pg from 'pg';
import { type RunningService, serviceUnderTest, TokenIssuer } from '../src/index.ts';
import { noteService, StopWitness } from './note.service.ts';

// Processes are started; a busy machine takes its time.
jest.setTimeout(60_000);

const noted = serviceUnderTest(noteService).withPostgres().withEnv({ GREETING: 'hello' });

describe('serviceUnderTest', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await noted.withDependency('ENGINE_URL', 'http://127.0.0.1:9/engine').start();
  });

  afterAll(() => service.stop());

  it('answers on both ports, with its settings and a migrated database', async () => {
    await service.http.post('/notes').send({ text: 'first' }).expect(201);
    const answer = await service.http.get('/notes').expect(200);
    expect(answer.body).toEqual({
      greeting: 'hello',
      engineUrl: 'http://127.0.0.1:9/engine',
      notes: [{ id: 1, text: 'first' }],
    });
    await service.management.get('/health/ready').expect(200);
  });

  it('gives access to its data source and providers', async () => {
    expect(await service.dataSource.query('SELECT count(*)::int AS notes FROM note')).toEqual([
      { notes: expect.any(Number) },
    ]);
    expect(service.get(StopWitness).stopped).toBe(false);
  });

  it('captures the log as objects', async () => {
    await service.http.post('/notes').send({ text: 'logged' }).expect(201);
    expect(service.logs).toContainEqual(
      expect.objectContaining({ message: 'Note added', 'trace.id': expect.any(String), labels: { length: '6' } }),
    );
  });

  it('signs customer tokens with the keys it publishes', async () => {
    const keys = createRemoteJWKSet(new URL(service.issuer.jwksUrl));
    const token = await service.tokenFor('C-1001', { locale: 'et' });
    const { payload } = await jwtVerify(token, keys, { issuer: 'wellspring-gateway', audience: 'note-keeper' });
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(payload).toMatchObject({ sub: 'C-1001', locale: 'et', email: 'c-1001@example.com' });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
  });

  it('keeps services apart that are started from the same plan', async () => {
    const other = await noted.start();
    try {
      await other.http.post('/notes').send({ text: 'elsewhere' }).expect(201);
      const answer = await service.http.get('/notes');
      expect(answer.text).not.toContain('elsewhere');
      expect(other.databaseUrl).not.toBe(service.databaseUrl);
    } finally {
      await other.stop();
    }
  });
});

describe('stop', () => {
  it('stops the service, its helpers and its database', async () => {
    const service = await noted.start();
    const { url, databaseUrl } = service;
    const witness = service.get(StopWitness);
    const { jwksUrl } = service.issuer;
    await service.stop();
    await service.stop();

    expect(witness.stopped).toBe(true);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    await expect(fetch(jwksUrl)).rejects.toThrow('fetch failed');
    await expect(new pg.Client({ connectionString: databaseUrl }).connect()).rejects.toThrow(/does not exist/);
  });

  it('leaves nothing behind when the start fails', async () => {
    await expect(serviceUnderTest(noteService).withPostgres().start()).rejects.toThrow(/GREETING/);
  });
});

describe('TokenIssuer', () => {
  it('signs expired tokens and leaves claims out on request', async () => {
    const issuer = await TokenIssuer.start('noted');
    try {
      const keys = createRemoteJWKSet(new URL(issuer.jwksUrl));
      const expired = await issuer.tokenFor('C-1001', { expiresInSeconds: -30 });
      await expect(jwtVerify(expired, keys)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
      const { payload } = await jwtVerify(await issuer.tokenFor('C-1001', { email: undefined }), keys);
      expect(payload).not.toHaveProperty('email');
    } finally {
      await issuer.stop();
    }
  });

  it('publishes old keys after a rotation, unless told to forget them', async () => {
    const issuer = await TokenIssuer.start('noted');
    try {
      const token = await issuer.tokenFor('C-1001');
      await issuer.rotate();
      const both = createRemoteJWKSet(new URL(issuer.jwksUrl));
      await jwtVerify(token, both);
      await jwtVerify(await issuer.tokenFor('C-1001'), both);
      await issuer.rotate({ forget: true });
      const last = createRemoteJWKSet(new URL(issuer.jwksUrl));
      await expect(jwtVerify(token, last)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    } finally {
      await issuer.stop();
    }
  });
});
