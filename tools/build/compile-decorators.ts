/** Node reads TypeScript by itself, but not decorators, which our services have, nor JSX. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/** From now on this process can import sources of services. */
export function compileDecorators(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      if (!/\.tsx?$/.test(url) || url.includes('/node_modules/')) return nextLoad(url, context);
      const filename = fileURLToPath(url);
      const { code } = transformSync(readFileSync(filename, 'utf8'), {
        filename,
        swcrc: false,
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true, tsx: url.endsWith('.tsx') },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        },
      });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}
