import type { Finding } from '../../yaml-file/read-yaml-file.ts';
import type { MigrationFile } from './migration-file.schema.ts';
import { checkRoutes } from './route-checks.ts';

/** @param upstreams names that exist; absent: not known here, so not checked. */
export function crossCheck(file: MigrationFile, upstreams?: readonly string[]): Finding[] {
  return [...checkRoutes(file), ...stagesThatCannotWork(file), ...unknownUpstreams(file, upstreams)];
}

function stagesThatCannotWork(file: MigrationFile): Finding[] {
  const errors: Finding[] = [];
  for (const [name, { stage, routes }] of Object.entries(file.capabilities)) {
    const has = (side: 'legacy' | 'new'): boolean => routes.some((route) => route[side] !== undefined);
    const at = (reason: string): void => void errors.push({ path: ['capabilities', name, 'stage'], reason });
    if ((stage === 'legacy' || stage === 'shadow') && !has('legacy')) at(`"${stage}" needs a route with an old side`);
    if (stage !== 'legacy' && !has('new')) at(`"${stage}" needs a route with a new side`);
  }
  return errors;
}

function unknownUpstreams(file: MigrationFile, upstreams: readonly string[] | undefined): Finding[] {
  if (upstreams === undefined) return [];
  const errors: Finding[] = [];
  const check = (path: PropertyKey[], name: string | undefined): void => {
    if (name === undefined || upstreams.includes(name)) return;
    errors.push({ path, reason: `there is no upstream "${name}"; there are ${upstreams.join(', ')}` });
  };
  for (const [name, { routes }] of Object.entries(file.capabilities)) {
    for (const [index, route] of routes.entries()) {
      check(['capabilities', name, 'routes', index, 'legacy'], route.legacy);
      check(['capabilities', name, 'routes', index, 'new'], route.new);
    }
  }
  for (const [index, { upstream }] of file.fixed.entries()) check(['fixed', index, 'upstream'], upstream);
  return errors;
}
