/** A new workspace in npm's lockfile, as `npm install` would write it: all it needs is installed already. */
import type { Manifest } from './manifest.ts';

interface Lockfile {
  packages: Record<string, { version?: string; link?: boolean; devDependencies?: Record<string, string> }>;
}

/**
 * @param folder of the workspace, such as `apps/billing`
 * @throws Error when a dependency is not installed in the version asked for, so that npm would have to be asked
 */
export function addToLockfile<L extends Lockfile>(lockfile: L, folder: string, manifest: Manifest): L {
  for (const [dependency, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const installed = lockfile.packages[`node_modules/${dependency}`];
    if (!installed?.link && installed?.version !== version) {
      throw new Error(`${dependency} ${version} is not installed at the top of the workspace`);
    }
  }
  const { version, license, dependencies, devDependencies } = manifest;
  const packages = {
    ...lockfile.packages,
    [folder]: { name: manifest.name, version, license, dependencies, ...(devDependencies && { devDependencies }) },
    [`node_modules/${manifest.name}`]: { resolved: folder, link: true },
  };
  return { ...lockfile, packages: sorted(packages) };
}

/** A workspace that comes to need another one, for its types. */
export function addTypesToLockfile<L extends Lockfile>(lockfile: L, folder: string, { name, version }: Manifest): L {
  const entry = lockfile.packages[folder];
  const devDependencies = sorted({ ...entry?.devDependencies, [name]: version });
  return { ...lockfile, packages: { ...lockfile.packages, [folder]: { ...entry, devDependencies } } };
}

/** As npm orders names. */
export function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => a.localeCompare(b, 'en')));
}
