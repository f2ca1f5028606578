/** Reads `deploy/cluster/<site>/cluster.yaml`, and says where in it what is wrong. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { rulesOfSites } from './rules.ts';
import { siteSchema, type Description, type Site } from './site.ts';

export const sitesFolder = 'deploy/cluster';

export function siteNames(root: string): string[] {
  return readdirSync(join(root, sitesFolder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** @throws Error naming the sites there are, or every wrong field with its place in the file. */
export function readSite(root: string, name: string): Site {
  const file = `${sitesFolder}/${name}/cluster.yaml`;
  if (!existsSync(join(root, file))) {
    throw new Error(`There is no site "${name}". There are: ${siteNames(root).join(', ')}`);
  }
  const description = readDescription(readFileSync(join(root, file), 'utf8'), file);
  const beside = (path: string, field: string): string => {
    const named = join(root, sitesFolder, name, path);
    if (!existsSync(named)) throw new Error(`${file}: ${field}: ${sitesFolder}/${name}/${path} is not there`);
    return readFileSync(named, 'utf8');
  };
  return {
    ...description,
    name,
    mirrorAuthority: beside(description.mirrors.authority, 'mirrors.authority'),
    kubernetesKey: beside(description.mirrors.kubernetes.key, 'mirrors.kubernetes.key'),
  };
}

/** @throws Error with a line `file:line:column: field: problem` for everything that is wrong. */
export function readDescription(text: string, file: string): Description {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new Error(document.errors.map(({ pos: [start], message }) => `${at(start)}: ${headOf(message)}`).join('\n'));
  }
  const result = siteSchema.check(rulesOfSites).safeParse(document.toJS());
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(eachField);
  throw new Error(
    problems
      .map(({ path, message }) => `${at(placeOf(document, path))}: ${path.join('.') || '(file)'}: ${message}`)
      .join('\n'),
  );
}

/** The parser shows the line as well, which whoever has its number has before them. */
function headOf(message: string): string {
  return message.split(' at line ')[0] ?? message;
}

/** Of a key that nobody knows the key is the place, not the object that it is in. */
function eachField(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no field that there is' }));
}

/** Where a field is, or else the nearest that is there of what it should be in. */
function placeOf(document: Document, path: PropertyKey[]): number {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const key = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key: name }) => isScalar(name) && name.value === key);
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
  }
  const node = path.length > 0 ? document.getIn(path, true) : document.contents;
  if (isNode(node) && node.range) return node.range[0];
  return path.length > 0 ? placeOf(document, path.slice(0, -1)) : 0;
}
