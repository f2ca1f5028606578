/** Which commit an app's image is of: the last one that touched what the image is made from. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';
import { timelessSeconds } from './layer.ts';

const manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const ours = '@wellspring/';

/** What every image is made from, besides its app and libraries. */
const recipe = ['package-lock.json', 'tsconfig.base.json', 'tools/build', 'docker/service.Dockerfile'];
const notInImages = ['**/*.md', '**/*.spec.ts', '**/*.spec.tsx', '**/test/**', '**/bench/**', '**/service.yaml'];

export interface Revision {
  /** 40 hexadecimal digits, with `-dirty` behind when there are changes on top; undefined outside of a Git clone. */
  commit: string | undefined;
  /** When it was committed, in seconds since 1970: the SOURCE_DATE_EPOCH of the image. */
  timeSeconds: number;
}

export function revisionOf(app: string): Revision {
  if (!existsSync(join(workspaceRoot, '.git'))) return { commit: undefined, timeSeconds: timelessSeconds };
  const paths = ['--', ...foldersOf(app), ...recipe, ...notInImages.map((path) => `:(exclude,glob)${path}`)];
  const [commit, time] = git('log', '-1', '--format=%H %ct', ...paths).split(' ');
  if (!commit || !time) return { commit: undefined, timeSeconds: timelessSeconds };
  const isDirty = git('status', '--porcelain', ...paths) !== '';
  return { commit: isDirty ? `${commit}-dirty` : commit, timeSeconds: Number(time) };
}

/** The app's folder and those of the libraries it stands on, directly or not. */
function foldersOf(app: string): string[] {
  const folders = new Set<string>();
  const visit = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    const { dependencies } = manifest.parse(
      JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8')),
    );
    for (const name of Object.keys(dependencies)) {
      if (name.startsWith(ours)) visit(`libs/${name.slice(ours.length)}`);
    }
  };
  visit(`apps/${app}`);
  return [...folders].sort();
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8' }).trim();
}
