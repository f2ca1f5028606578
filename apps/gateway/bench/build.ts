/** Bundles what is measured, the way the images are bundled: decorators compiled, everything inlined. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const targets = join(import.meta.dirname, 'targets');

export async function buildTargets(): Promise<void> {
  const names = readdirSync(targets).filter((name) => name.endsWith('.ts'));
  await build(Object.fromEntries(names.map((name) => [name.replace(/\.ts$/, ''), join(targets, name)])));
  // The thread that reads facts is looked for beside the bundle.
  await build({ 'extraction.worker': 'src/migration/parity/extraction/extraction.worker.ts' });
}

async function build(input: Record<string, string>): Promise<void> {
  const bundle = await rolldown({
    cwd: join(import.meta.dirname, '..'),
    input,
    platform: 'node',
    tsconfig: join(import.meta.dirname, '../../../tsconfig.base.json'),
    external: ['autocannon', 'fast-proxy', 'http-proxy-3', '@fastify/http-proxy', 'fastify'],
    onLog: () => undefined,
  });
  await bundle.write({
    dir: join(import.meta.dirname, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    keepNames: true,
  });
  await bundle.close();
}

if (import.meta.main) await buildTargets();
