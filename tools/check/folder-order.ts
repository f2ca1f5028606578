/** The order of folders that the README of each project gives, as rules: what is written there is what is enforced. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** As much as is used here of a rule of dependency-cruiser. */
export interface FolderRule {
  name: string;
  severity: 'error';
  from: { path: string };
  to: { path: string };
}

const readmes = '{apps/*,libs/*,tools}/README.md';
/** Where folders of code are. Those of tools are at its root. */
const sources = '{apps/*/{src,web},libs/*/src,tools}';

/** `**Folders of `src`** use only those to the right of them, types included: `a` → `b`, `c` → `d`.` */
const statement =
  /^\*\*Folders(?: of `(?<root>[^`]+)`)?\*\* use only those to the right of them[^:]*:(?<order>[^.]+)\./gm;

/** @throws Error naming the README in which a folder has no place */
export function folderRules(workspace: string): FolderRule[] {
  const orders = readOrders(workspace);
  const roots = globSync(sources, { cwd: workspace });
  for (const root of roots.toSorted()) {
    const folders = foldersOf(join(workspace, root));
    const placed = (orders.get(root) ?? []).flat();
    const missing = folders.filter((folder) => !placed.includes(folder));
    const gone = placed.filter((folder) => !folders.includes(folder));
    if (folders.length > 1 && missing.length > 0) throw misplaced(root, missing, 'have no place');
    if (gone.length > 0) throw misplaced(root, gone, 'are not there');
  }
  return [...orders].flatMap(([root, layers]) => rulesOf(root, layers));
}

function readOrders(workspace: string): Map<string, string[][]> {
  const orders = new Map<string, string[][]>();
  for (const readme of globSync(readmes, { cwd: workspace })) {
    for (const { groups } of readFileSync(join(workspace, readme), 'utf8').matchAll(statement)) {
      const layers = (groups?.['order'] ?? '').split('→').map(namesIn);
      orders.set(join(dirname(readme), groups?.['root'] ?? ''), layers);
    }
  }
  return orders;
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** Folders that hold code other than tests. */
function foldersOf(root: string): string[] {
  const files = globSync('*/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules', '**/dist', '**/test'] });
  const code = files.filter((file) => !/spec\.tsx?$/.test(basename(file)));
  return [...new Set(code.map((file) => file.split(/[\\/]/)[0] ?? ''))].toSorted();
}

/** A folder uses neither what is to its left nor what stands beside it. */
function rulesOf(root: string, layers: string[][]): FolderRule[] {
  return layers.flatMap((layer, index) =>
    layer.map((folder) => {
      const others = layers
        .slice(0, index + 1)
        .flat()
        .filter((other) => other !== folder);
      return {
        name: `${root}: what ${folder} may use`,
        severity: 'error',
        from: { path: `^${root}/${folder}/` },
        to: { path: `^${root}/(${others.join('|')})/` },
      } as const;
    }),
  );
}

function misplaced(root: string, folders: string[], fault: string): Error {
  const readme = join(root === 'tools' ? root : dirname(root), 'README.md');
  return new Error(`${readme}: in the order of the folders of ${root}, these ${fault}: ${folders.join(', ')}`);
}
