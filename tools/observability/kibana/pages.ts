/** `deploy/observability/kibana/pages.yaml`: what people look at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemsOf } from '../../deploy/environment.ts';

export const pagesFile = 'deploy/observability/kibana/pages.yaml';

const chart = z.strictObject({
  title: z.string(),
  /** Without: a table. */
  over: z.literal('time').optional(),
  /** Fields whose values are counted, each within those before it. */
  by: z.array(z.string()).min(1),
});

const page = z.strictObject({
  title: z.string(),
  question: z.string(),
  query: z.string(),
  order: z.enum(['oldest first', 'newest first']),
  columns: z.array(z.string()).min(1),
  charts: z.array(chart).min(1),
});

export type Chart = z.output<typeof chart>;
export interface Page extends z.output<typeof page> {
  name: string;
}

/** @throws Error naming every wrong key */
export function readPages(root: string): Page[] {
  const result = z.record(z.string(), page).safeParse(parse(readFileSync(join(root, pagesFile), 'utf8')));
  if (!result.success) throw new Error(`${pagesFile}: ${problemsOf(result.error)}`);
  return Object.entries(result.data).map(([name, rest]) => ({ name, ...rest }));
}
