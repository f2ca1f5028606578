/** What a README says that its project logs and measures, made from what its source declares. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import prettier from 'prettier';
import { type DeclaredMetric, declaredMetrics } from '../metrics/declared-metrics.ts';
import { type DeclaredLine, declaredLines, levels } from './declared-lines.ts';

/** Between the two is what is made; around them is what people write. */
const marks = { begin: '<!-- made by npm run observability -- generate -->', end: '<!-- until here -->' };

/** READMEs that are not as they would be made, with what they are to be. */
export async function staleReadmes(root: string): Promise<{ file: string; text: string }[]> {
  const [metrics, lines] = [declaredMetrics(root), declaredLines(root)];
  const stale: { file: string; text: string }[] = [];
  for (const file of globSync('{apps,libs}/*/README.md', { cwd: root }).sort()) {
    const project = dirname(file);
    const before = readFileSync(join(root, file), 'utf8');
    const said = saidBy(metrics.filter(of(project)), lines.filter(of(project)));
    if (said === '' && !before.includes(marks.begin)) continue;
    const text = await formatted(join(root, file), withSection(before, said, file));
    if (text !== before) stale.push({ file, text });
  }
  return stale;
}

/** @returns the files that were out of date, now rewritten */
export async function writeReadmes(root: string): Promise<string[]> {
  const stale = await staleReadmes(root);
  for (const { file, text } of stale) writeFileSync(join(root, file), text);
  return stale.map(({ file }) => file);
}

function of(project: string): (declared: { project: string }) => boolean {
  return (declared) => declared.project === project;
}

/** @throws Error naming the README that has no place for it */
function withSection(readme: string, said: string, file: string): string {
  const [begin, end] = [readme.indexOf(marks.begin), readme.indexOf(marks.end)];
  if (begin < 0 || end < begin) {
    throw new Error(`${file}: no place for what it logs and measures. Put in ${marks.begin} and ${marks.end}`);
  }
  return [readme.slice(0, begin + marks.begin.length), said, readme.slice(end)].join('\n\n');
}

function saidBy(metrics: DeclaredMetric[], lines: DeclaredLine[]): string {
  return [
    table(['metric', 'labels', ''], metrics.map(metricRow)),
    table(
      ['line', 'level'],
      levels.flatMap((level) => messages(lines, level).map((message) => [message, level])),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function metricRow({ name, labels, help }: DeclaredMetric): string[] {
  return [`\`${name}\``, labels.join(', '), help];
}

function messages(lines: DeclaredLine[], wanted: DeclaredLine['level']): string[] {
  return [...new Set(lines.filter(({ level }) => level === wanted).map(({ message }) => message))].sort();
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  const cells = [head, head.map(() => '---'), ...rows];
  return cells.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

async function formatted(path: string, text: string): Promise<string> {
  return prettier.format(text, { ...(await prettier.resolveConfig(path)), parser: 'markdown' });
}
