import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const types: Partial<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.gif': 'image/gif',
};

/** Serves the few small files of the old design from memory. */
export function assetRoutes(app: FastifyInstance): void {
  // Beside the bundle once built, one folder up in the sources.
  const bundled = join(import.meta.dirname, 'assets');
  const folder = existsSync(bundled) ? bundled : join(import.meta.dirname, '../assets');
  for (const file of readdirSync(folder)) {
    const content = readFileSync(join(folder, file));
    const type = types[extname(file)] ?? 'application/octet-stream';
    app.get(`/legacy-assets/${file}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=3600').send(content),
    );
  }
}
