import * as z from 'zod/mini';
import { ApiError } from './api-error.ts';

/** A body together with what the headers say about it. */
export interface Answer<T> {
  body: T;
  /** How old the data is (RFC 9111 `Age`), when it does not come straight from its origin. */
  ageSeconds?: number | undefined;
  /** How many there are in all (TMF630 `X-Total-Count`), when the body is one page of a list. */
  totalCount?: number | undefined;
  /** How many there are beside those, which cannot be shown at the moment (`X-Missing-Count`). No total is the whole of it. */
  missingCount?: number | undefined;
  /** Where the list goes on (RFC 8288 `Link` with relation `next`), when the body is one page of it and there are more. */
  next?: string | undefined;
}

export interface RawAnswer {
  status: number;
  body: unknown;
  /** By lowercase name. */
  header: (name: string) => string | null | undefined;
}

/** @throws ApiError when the body is not what the schema describes. */
export function readAnswer<Schema extends z.ZodMiniType>(
  schema: Schema,
  { status, body, header }: RawAnswer,
): Answer<z.output<Schema>> {
  const parsed = z.safeParse(schema, body);
  if (!parsed.success) throw new ApiError('unexpected', { status, cause: parsed.error });
  return {
    body: parsed.data,
    ageSeconds: numberIn(header('age')),
    totalCount: numberIn(header('x-total-count')),
    missingCount: numberIn(header('x-missing-count')),
    next: nextIn(header('link')),
  };
}

function numberIn(value: string | null | undefined): number | undefined {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function nextIn(value: string | null | undefined): string | undefined {
  const links = value?.matchAll(/<([^>]*)>\s*;([^,<]*)/g) ?? [];
  return [...links].find(([, , parameters]) => /\brel="?next"?/.test(parameters ?? ''))?.[1];
}
