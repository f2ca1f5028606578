/**
 * Builds the app in the current folder into `dist/`: its processes (`src/main.ts`, and `src/migrate.ts` when it owns a
 * database) bundled with everything they need at run time, and its web pages (when there is a `vite.config.ts`).
 */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProcesses } from './bundle.ts';
import { replaceFolder } from './replace-folder.ts';
import { precompress } from './precompress.ts';

const app = process.cwd();

await replaceFolder(join(app, 'dist'), async (dist) => {
  await bundleProcesses(app, dist);
  if (existsSync(join(app, 'vite.config.ts'))) await buildWebPages(join(dist, 'web'));
  if (existsSync(join(app, 'assets'))) cpSync(join(app, 'assets'), join(dist, 'assets'), { recursive: true });
});

async function buildWebPages(outDir: string): Promise<void> {
  // Vite takes a while to load, and most apps have no pages.
  const { build } = await import('vite');
  const configFile = join(app, 'vite.config.ts');
  // The maps say what the pages are made of, for the list of software in the image; pages do not refer to them.
  await build({ configFile, logLevel: 'warn', build: { outDir, sourcemap: 'hidden' } });
  precompress(outDir);
}
