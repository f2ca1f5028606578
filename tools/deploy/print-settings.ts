/** `node tools/deploy/print-settings.ts <app>`, at the root of a workspace: what the service can be told, as JSON. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeSettings } from '@wellspring/platform/describe-settings';
import { z } from 'zod';
import { compileDecorators } from '../build/compile-decorators.ts';

type Classes = Parameters<typeof describeSettings>[0];

const serviceDefinition = z.object({
  name: z.string(),
  settings: z.array(z.custom<Classes[number]>((each) => typeof each === 'function')),
});

compileDecorators();

const [app = ''] = process.argv.slice(2);
const file = resolve('apps', app, 'src/service.ts');
const exported = Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>);
const definitions = exported.flatMap((each) => serviceDefinition.safeParse(each).data ?? []);
const definition = definitions.find(({ name }) => name === app);
if (!definition) throw new Error(`${file} exports no service called ${app}`);
console.log(JSON.stringify(describeSettings(definition.settings)));
