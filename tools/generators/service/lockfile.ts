/** A new workspace in npm's lockfile, as `npm install` would write it: all it needs is installed already. */
import type { Manifest } from './manifest.ts';

interface Lockfile {
  packages: Record<string, { version?: string; link?: boolean }>;
}

/** @throws Error when a dependency is not installed in the version asked for, so that npm would have to be asked. */
export function addToLockfile<L extends Lockfile>(lockfile: L, name: string, manifest: Manifest): L {
  for (const [dependency, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const installed = lockfile.packages[`node_modules/${dependency}`];
    if (!installed?.link && installed?.version !== version) {
      throw new Error(`${dependency} ${version} is not installed at the top of the workspace`);
    }
  }
  const { version, license, dependencies, devDependencies } = manifest;
  const packages = {
    ...lockfile.packages,
    [`apps/${name}`]: { name: manifest.name, version, license, dependencies, devDependencies },
    [`node_modules/${manifest.name}`]: { resolved: `apps/${name}`, link: true },
  };
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lockfile, packages: Object.fromEntries(sorted) };
}
