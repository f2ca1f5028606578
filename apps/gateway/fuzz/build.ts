/** Bundles the target with a counter at every statement and branch of what is fuzzed. */
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { rolldown } from 'rolldown';

const app = join(import.meta.dirname, '..');
const fuzzed = [join(app, 'src/front/'), join(app, 'src/http1/')];

/** @returns path of the bundle */
export async function buildTarget(): Promise<string> {
  const instrumenter = createInstrumenter({ esModules: true, coverageVariable: '__coverage__' });
  const bundle = await rolldown({
    cwd: app,
    input: join(import.meta.dirname, 'reader.ts'),
    platform: 'node',
    tsconfig: join(app, '../../tsconfig.base.json'),
    // Packages are loaded as they are.
    external: (id) => !/^(?:[./]|@wellspring\/)/.test(id),
    onLog: () => undefined,
    plugins: [
      {
        name: 'counters',
        transform: (code, id) => {
          if (!fuzzed.some((folder) => id.startsWith(folder))) return null;
          const parser = { syntax: 'typescript', decorators: true } as const;
          const script = transformSync(code, { filename: id, jsc: { target: 'es2024', parser } }).code;
          return { code: instrumenter.instrumentSync(script, id), moduleType: 'js' };
        },
      },
    ],
  });
  const file = join(import.meta.dirname, 'dist/reader.js');
  await bundle.write({ file, format: 'esm', keepNames: true });
  await bundle.close();
  return file;
}
