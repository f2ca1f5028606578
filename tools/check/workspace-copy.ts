/** A copy of the workspace to try things in: its own sources, the installed packages by link. */
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { workspaceRoot } from '../topology/topology.ts';

const leftOut = new Set(['node_modules', 'dist', '.git', '.nx', '.wellspring']);

/** @returns its folder, for the caller to remove. */
export function copyWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), 'workspace-'));
  cpSync(workspaceRoot, root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => source === workspaceRoot || !leftOut.has(basename(source)),
  });
  linkPackages(join(workspaceRoot, 'node_modules'), join(root, 'node_modules'));
  for (const group of ['apps', 'libs']) {
    for (const project of readdirSync(join(workspaceRoot, group))) {
      const installed = join(group, project, 'node_modules');
      if (isThere(join(workspaceRoot, installed))) symlinkSync(join(workspaceRoot, installed), join(root, installed));
    }
  }
  return root;
}

/** Our own packages are links within a workspace, and so become links within the copy. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name !== '@wellspring') symlinkSync(join(from, name), join(to, name));
  }
  mkdirSync(join(to, '@wellspring'));
  for (const name of readdirSync(join(from, '@wellspring'))) {
    symlinkSync(readlinkSync(join(from, '@wellspring', name)), join(to, '@wellspring', name));
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
