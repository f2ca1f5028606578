import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../topology/topology.ts';

const documents = execFileSync('git', ['ls-files', '*.md', '*.md.template'], { cwd: workspaceRoot, encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((path) => ({ path, text: readFileSync(join(workspaceRoot, path), 'utf8') }));

/** Everything that a pattern finds in the documents, with the document. */
function found(pattern: RegExp): { path: string; name: string }[] {
  return documents.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([, name = '']) => ({ path, name })));
}

/** Where a document is read; a template, where the generator puts it. */
function folderOf(path: string): string {
  return path.endsWith('.template') ? 'apps/billing' : dirname(path);
}

describe('the documents', () => {
  it('link only to what is there', () => {
    const links = found(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ path, name }) => !existsSync(join(workspaceRoot, folderOf(path), name)))).toEqual([]);
  });

  it('name only decisions that there are', () => {
    const decisions = documents.map(({ path }) => /^docs\/adr\/0*(\d+)-/.exec(path)?.[1]);
    const named = found(/\bADR (\d+)/g);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !decisions.includes(name))).toEqual([]);
  });
});
