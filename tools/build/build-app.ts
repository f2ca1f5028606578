/**
 * Builds the app in the current folder into `dist/`: its processes (`src/main.ts`, and `src/migrate.ts` when it owns a
 * database) bundled with everything they need at run time, its web pages (when there is a `vite.config.ts`), and `assets/`:
 * its own, and those of the libraries it names.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProcesses } from './bundle.ts';
import { replaceFolder } from './replace-folder.ts';
import { precompress } from './precompress.ts';

interface Manifest {
  dependencies?: Record<string, string>;
}

const workspaceRoot = join(import.meta.dirname, '../..');
const ownScope = '@wellspring/';
const app = process.cwd();

await replaceFolder(join(app, 'dist'), async (dist) => {
  await bundleProcesses(app, dist);
  if (existsSync(join(app, 'vite.config.ts'))) await buildWebPages(join(dist, 'web'));
  for (const assets of assetFolders()) {
    cpSync(assets, join(dist, 'assets'), { recursive: true, dereference: true });
  }
});

function assetFolders(): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as Manifest;
  const libraries = Object.keys(dependencies).filter((name) => name.startsWith(ownScope));
  const folders = libraries.map((name) => join(workspaceRoot, 'libs', name.slice(ownScope.length)));
  return [...folders, app].map((folder) => join(folder, 'assets')).filter((folder) => existsSync(folder));
}

async function buildWebPages(outDir: string): Promise<void> {
  // Vite takes a while to load, and most apps have no pages.
  const { build } = await import('vite');
  const configFile = join(app, 'vite.config.ts');
  // The maps say what the pages are made of, for the list of software in the image; pages do not refer to them.
  await build({ configFile, logLevel: 'warn', build: { outDir, sourcemap: 'hidden' } });
  precompress(outDir);
}
