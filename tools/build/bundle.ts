/**
 * The processes of an app, and its worker threads (`*.worker.ts`), as bundles: our own code readable and with source
 * maps, that of others small and apart.
 */
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown, type OutputOptions, type RenderedChunk } from 'rolldown';
import { isLeftOut, leaveOut } from './left-out.ts';
import { packageFiles } from './package-files.ts';
import { patch } from './patches.ts';
import { slimVendor } from './slim-vendor.ts';
import { isVendorModule, writeVendorModules } from './vendor-modules.ts';

/**
 * Each in a file of its own, with what it needs and none before it has: while V8 reads a file it takes ten times its size
 * in small pieces, of which malloc gives little back. Dependencies first.
 */
const largePackages = [
  'undici',
  'typeorm',
  'fastify',
  'zod',
  'rxjs',
  'winston',
  'pg',
  'yaml',
  'oidc-provider',
  'nestjs',
];

const workspaceRoot = join(import.meta.dirname, '../..');

export async function bundleProcesses(app: string, dist: string): Promise<void> {
  const processes = ['src/main.ts', 'src/migrate.ts'].filter((path) => existsSync(join(app, path)));
  const modules = await bundle(app, processes, outputOptions(dist));
  // Worker threads each on their own: one that shared chunks with the processes would load all of their libraries.
  for (const worker of globSync('src/**/*.worker.ts', { cwd: app })) {
    modules.push(...(await bundle(app, [worker], { ...outputOptions(dist), codeSplitting: false })));
  }
  writeVendorModules(
    dist,
    workspaceRoot,
    modules.filter((id) => !isLeftOut(id)),
  );
  writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n');
}

/** @returns the modules that are in the bundle. */
async function bundle(app: string, entries: string[], options: OutputOptions): Promise<string[]> {
  const build = await rolldown({
    cwd: app,
    input: Object.fromEntries(entries.map((path) => [basename(path, '.ts'), join(app, path)])),
    platform: 'node',
    tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
    plugins: [leaveOut(), patch(), packageFiles()],
    resolve: {
      // Offered to Node as CommonJS, of which nothing can be left out; the same as modules comes down to a tenth.
      alias: {
        rxjs$: join(workspaceRoot, 'node_modules/rxjs/dist/esm/index.js'),
        'rxjs/operators$': join(workspaceRoot, 'node_modules/rxjs/dist/esm/operators/index.js'),
        // Half a megabyte of media types; one of its three versions is enough.
        'mime-db$': join(workspaceRoot, 'node_modules/mime-db'),
      },
    },
    onLog(level, log, report) {
      // Nest and TypeORM offer many optional packages; one that is not installed is loaded by nobody.
      if (log.code === 'UNRESOLVED_IMPORT' && !isRelative(log.exporter)) return;
      if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY' || log.code === 'MODULE_LEVEL_DIRECTIVE') return;
      report(level === 'warn' ? 'error' : level, log);
    },
  });
  const { output } = await build.write(options);
  await build.close();
  return output.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
}

function outputOptions(dir: string): OutputOptions {
  return {
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    keepNames: true,
    sourcemap: true,
    // Stack traces need the places, not the text: Node holds all of a map in memory from the moment its file is loaded.
    sourcemapExcludeSources: true,
    // What others wrote changes with the lockfile, what we wrote with every commit: apart, an image layer each. What is
    // imported when it is needed comes in files of its own.
    codeSplitting: {
      groups: [
        ...largePackages.map((name, index) => ({
          name: `vendor-${name}`,
          test: new RegExp(`[\\\\/]node_modules[\\\\/]@?${name}[\\\\/]`),
          tags: ['$initial' as const],
          priority: largePackages.length - index,
        })),
        { name: 'vendor', test: isVendorModule, tags: ['$initial'] },
        { name: 'vendor-later', test: isVendorModule, entriesAware: true },
      ],
    },
    plugins: [slimVendor(isVendor)],
  };
}

function isVendor({ moduleIds }: Pick<RenderedChunk, 'moduleIds'>): boolean {
  return moduleIds.length > 0 && moduleIds.every(isVendorModule);
}

function isRelative(specifier: string | undefined): boolean {
  return specifier?.startsWith('.') ?? false;
}
