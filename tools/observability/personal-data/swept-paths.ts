/** What a sweep over all services asks for. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = '{apps,libs}/*/{src,web}/**/*.{ts,tsx}';
const literalPath = /'(\/[\w./:*-]*)'/g;
const mapped = /Mapped \{(\/[^,"]*), [A-Z]+\} route/g;

/** Every path that the sources name: pages, what the edge itself answers, and what other systems are asked for. */
export function declaredPaths(root: string): string[] {
  const files = globSync(sources, { cwd: root }).filter((file) => !/spec\.tsx?$/.test(file));
  return pathsIn(
    files.map((file) => readFileSync(join(root, file), 'utf8')),
    literalPath,
  );
}

/** Every route that a service says it has when it starts with `LOG_LEVEL=debug`, however its path was put together. */
export function routesIn(log: string): string[] {
  return pathsIn([log], mapped);
}

/** Parameters (`:id`) are left as they are. */
function pathsIn(texts: string[], pattern: RegExp): string[] {
  const paths = texts.flatMap((text) => [...text.matchAll(pattern)].map(([, path = '']) => path));
  return [...new Set(paths)].sort();
}
