/**
 * Builds the app in the current folder into `dist/`: its processes (`src/main.ts`, and `src/migrate.ts` when it owns a
 * database) and worker threads (`*.worker.ts`) bundled with everything they need at run time, and its web pages (when
 * there is a `vite.config.ts`).
 */
import { cpSync, existsSync, globSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type OutputOptions, rolldown } from 'rolldown';
import { precompress } from './precompress.ts';

const app = process.cwd();
const dist = join(app, 'dist');
const workspaceRoot = join(import.meta.dirname, '../..');

rmSync(dist, { recursive: true, force: true });
// What others wrote changes with the lockfile, what we wrote with every commit: apart, an image layer each.
const vendor = { groups: [{ name: 'vendor', test: /[\\/]node_modules[\\/]/ }] };
const processes = ['src/main.ts', 'src/migrate.ts'].filter((path) => existsSync(join(app, path)));
await bundle(processes, { codeSplitting: vendor });
// Each on its own: a thread that shared chunks with the processes would load all of their libraries.
for (const worker of globSync('src/**/*.worker.ts', { cwd: app })) await bundle([worker]);
writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n');
if (existsSync(join(app, 'vite.config.ts'))) await buildWebPages();
if (existsSync(join(app, 'assets'))) cpSync(join(app, 'assets'), join(dist, 'assets'), { recursive: true });

async function bundle(entries: string[], output: OutputOptions = {}): Promise<void> {
  const result = await rolldown({
    cwd: app,
    input: Object.fromEntries(entries.map((path) => [basename(path, '.ts'), join(app, path)])),
    platform: 'node',
    tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
    onLog(level, log, report) {
      // Nest and TypeORM offer many optional packages; one that is not installed is loaded by nobody.
      if (log.code === 'UNRESOLVED_IMPORT' && !isRelative(log.exporter)) return;
      if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY') return;
      report(level === 'warn' ? 'error' : level, log);
    },
  });
  await result.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    keepNames: true,
    sourcemap: true,
    ...output,
  });
  await result.close();
}

async function buildWebPages(): Promise<void> {
  // Vite takes a while to load, and most apps have no pages.
  const { build } = await import('vite');
  // The maps say what the pages are made of, for the list of software in the image; pages do not refer to them.
  await build({ configFile: join(app, 'vite.config.ts'), logLevel: 'warn', build: { sourcemap: 'hidden' } });
  precompress(join(dist, 'web'));
}

function isRelative(specifier: string | undefined): boolean {
  return specifier?.startsWith('.') ?? false;
}
