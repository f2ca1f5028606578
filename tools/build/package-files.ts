/** Files of packages that code reads and does not import: they are put beside the bundle, and found there. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { Plugin } from 'rolldown';

/** How our code says where such a file is. */
const resolved = /import\.meta\.resolve\('([^']+)'\)/g;

export function packageFiles(): Plugin {
  return {
    name: 'package-files',
    transform: {
      filter: { id: { exclude: /\/node_modules\// }, code: 'import.meta.resolve(' },
      handler(code, id) {
        const found = code.replaceAll(resolved, (_call, specifier: string) => {
          const file = createRequire(id).resolve(specifier);
          const asset = this.emitFile({ type: 'asset', name: basename(file), source: readFileSync(file) });
          return `import.meta.ROLLUP_FILE_URL_${asset}`;
        });
        return { code: found, map: null };
      },
    },
  };
}
