/** `node tools/deploy/print-settings.ts <app>`, at the root of a workspace: what the service can be told, as JSON. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import { describeSettings } from '@wellspring/platform/describe-settings';
import { z } from 'zod';

type Classes = Parameters<typeof describeSettings>[0];

const serviceDefinition = z.object({
  name: z.string(),
  settings: z.array(z.custom<Classes[number]>((each) => typeof each === 'function')),
});

// Services have decorators, which Node does not read by itself.
registerHooks({
  load: (url, context, nextLoad) => {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

const [app = ''] = process.argv.slice(2);
const file = resolve('apps', app, 'src/service.ts');
const exported = Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>);
const definitions = exported.flatMap((each) => serviceDefinition.safeParse(each).data ?? []);
const definition = definitions.find(({ name }) => name === app);
if (!definition) throw new Error(`${file} exports no service called ${app}`);
console.log(JSON.stringify(describeSettings(definition.settings)));
