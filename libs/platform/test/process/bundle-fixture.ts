/** Bundles the fixture into the folder given, the way apps are built: one file a plain Node runs. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const bundle = await rolldown({
  input: join(import.meta.dirname, 'main.ts'),
  platform: 'node',
  tsconfig: join(import.meta.dirname, '../../../../tsconfig.base.json'),
  // Nest offers packages that are not installed and that nobody loads.
  onLog: () => undefined,
});
await bundle.write({
  dir: process.argv[2],
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name].mjs',
  keepNames: true,
});
await bundle.close();
