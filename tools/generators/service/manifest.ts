/** The package.json of a new service and of its contract, with the versions that the other services have. */
import { readJson, type Tree } from '@nx/devkit';

export interface Manifest {
  name: string;
  version: string;
  private: boolean;
  license: string;
  type: string;
  exports?: Record<string, string>;
  sideEffects?: boolean;
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** The service whose versions are taken: it has everything that a new one begins with. */
const model = 'apps/billing/package.json';

const dependencies = [
  '@nestjs/common',
  '@wellspring/auth',
  '@wellspring/persistence',
  '@wellspring/platform',
  '@wellspring/read-model',
  '@wellspring/tmf',
  'reflect-metadata',
  'rxjs',
  'typeorm',
  'zod',
];
const devDependencies = ['@wellspring/testing'];

/** All that contracts are made of. */
const contractModel = 'libs/contract-billing/package.json';

export const contractOf = (name: string): string => `@wellspring/contract-${name}`;

export function contractManifestOf(tree: Tree, name: string): Manifest {
  return { ...readJson<Manifest>(tree, contractModel), name: contractOf(name) };
}

export function manifestOf(tree: Tree, name: string): Manifest {
  const from = readJson<Manifest>(tree, model);
  return {
    name: `@wellspring/${name}`,
    version: '0.1.0',
    private: true,
    license: from.license,
    type: 'module',
    dependencies: {
      ...pick(from.dependencies, dependencies),
      [contractOf(name)]: contractManifestOf(tree, name).version,
    },
    devDependencies: pick(from.devDependencies, devDependencies),
  };
}

function pick(versions: Record<string, string> = {}, wanted: string[]): Record<string, string> {
  return Object.fromEntries(
    wanted.map((name) => {
      const version = versions[name];
      if (!version) throw new Error(`${model} has no ${name}, whose version a new service would take`);
      return [name, version];
    }),
  );
}
