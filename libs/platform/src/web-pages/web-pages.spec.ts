import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { hashedAssetsFolder, serveWebPages } from './web-pages.ts';

describe('serving a single-page application', () => {
  const root = mkdtempSync(join(tmpdir(), 'web-pages-'));
  const fastify = Fastify();

  beforeAll(async () => {
    mkdirSync(join(root, hashedAssetsFolder), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(root, 'assets/hashed/main-abc.js'), 'let a = 1;');
    writeFileSync(join(root, 'assets/hashed/main-abc.js.br'), brotliCompressSync('let a = 1;'));
    writeFileSync(join(root, 'assets/favicon.svg'), '<svg/>');
    await serveWebPages(fastify, { root, pages: ['/', '/invoices/:id'] });
  });
  afterAll(async () => {
    await fastify.close();
    rmSync(root, { recursive: true });
  });

  it('serves the page on its routes, never to be kept, under a policy without inline scripts', async () => {
    for (const url of ['/', '/invoices/INV-1?x=1']) {
      const response = await fastify.inject({ url });
      expect(response.statusCode).toBe(200);
      expect(response.body).toContain('<title>page');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['content-security-policy']).toContain("script-src 'self'");
      expect(response.headers['content-security-policy']).not.toContain('unsafe');
    }
  });

  it('serves what is named by its content for ever, compressed when the browser can read it', async () => {
    const plain = await fastify.inject({ url: '/assets/hashed/main-abc.js' });
    expect(plain.body).toBe('let a = 1;');
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const compressed = await fastify.inject({
      url: '/assets/hashed/main-abc.js',
      headers: { 'accept-encoding': 'br' },
    });
    expect(compressed.headers['content-encoding']).toBe('br');
  });

  it('has everything else asked for again, and sends it only when it has changed', async () => {
    const first = await fastify.inject({ url: '/assets/favicon.svg' });
    expect(first.statusCode).toBe(200);
    expect(first.headers['cache-control']).toBe('no-cache');
    const etag = String(first.headers.etag);
    const again = await fastify.inject({ url: '/assets/favicon.svg', headers: { 'if-none-match': etag } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    writeFileSync(join(root, 'assets/favicon.svg'), '<svg id="new"/>');
    const changed = await fastify.inject({ url: '/assets/favicon.svg', headers: { 'if-none-match': etag } });
    expect([changed.statusCode, changed.body]).toEqual([200, '<svg id="new"/>']);
  });

  it('sends pages that are drawn for each request, under the policy they need and no wider one', async () => {
    const drawing = Fastify();
    await serveWebPages(drawing, {
      root,
      pages: ['/'],
      draw: ({ url }) => Promise.resolve(`<!doctype html>${url}`),
      allowed: { styleHash: "'sha256-abc='", workerPolicy: 'our-worker' },
    });
    const response = await drawing.inject({ url: '/' });
    expect(response.body).toBe('<!doctype html>/');
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("style-src 'self' 'sha256-abc='");
    expect(policy).toContain("worker-src 'self'");
    expect(policy).toContain('trusted-types our-worker');
    expect((await drawing.inject({ url: '/unknown' })).statusCode).toBe(404);
    await drawing.close();
  });

  it('does not take a path it does not know for a page', async () => {
    expect((await fastify.inject({ url: '/unknown' })).statusCode).toBe(404);
    expect((await fastify.inject({ url: '/assets/missing.js' })).statusCode).toBe(404);
  });

  it('never leaves its folder', async () => {
    for (const url of [
      '/assets/../../../../etc/passwd',
      '/assets/..%2f..%2f..%2f..%2fetc/passwd',
      '/assets/%2e%2e/index.html',
    ]) {
      const response = await fastify.inject({ url });
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.body).not.toContain('root:');
    }
  });
});
