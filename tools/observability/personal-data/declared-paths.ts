/** Every path that a service answers or asks for, as far as the sources name it: what a sweep tries. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = '{apps,libs}/*/src/**/*.ts';
const literalPath = /'(\/[\w./:*-]*)'/g;
const controller = /@Controller\('([\w/.-]*)'\)/g;
const handler = /@(?:Get|Post|Put|Patch|Delete)\('?([\w/:.-]*)'?\)/g;

/** Parameters (`:id`) are left as they are. */
export function declaredPaths(root: string): string[] {
  const paths = new Set<string>();
  for (const file of globSync(sources, { cwd: root })) {
    if (/spec\.ts$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of text.matchAll(literalPath)) paths.add(path);
    for (const [, base = ''] of text.matchAll(controller)) {
      for (const [, path = ''] of text.matchAll(handler))
        paths.add(`/${base}/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'));
    }
  }
  return [...paths].sort();
}
