import type * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import { fetchJson } from './http.ts';

/** Something our services answer: what pages ask for, and what a page may bring along with it. */
export interface Resource<Schema extends z.ZodMiniType = z.ZodMiniType> {
  /** What it is remembered by. */
  key: readonly string[];
  /** The service that has it. */
  service: string;
  path: string;
  schema: Schema;
}

interface ResourceQuery<Schema extends z.ZodMiniType> {
  queryKey: readonly string[];
  queryFn: (context: { signal: AbortSignal }) => Promise<Answer<z.output<Schema>>>;
}

/** The options of a query for it. */
export function queryFor<Schema extends z.ZodMiniType>({ key, path, schema }: Resource<Schema>): ResourceQuery<Schema> {
  return { queryKey: key, queryFn: ({ signal }) => fetchJson(path, schema, { signal }) };
}
