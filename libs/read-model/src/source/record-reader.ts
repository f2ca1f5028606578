import type { z } from 'zod';
import type { ReadRecord } from './record.ts';
import { unstorableIn } from './storable.ts';

/** Thrown by a mapping: the record has the right form and still cannot be true. The message names the rule it breaks. */
export class InconsistentRecordError extends Error {
  override readonly name = 'InconsistentRecordError';
}

/** @throws InconsistentRecordError when the rule does not hold */
export function assertConsistent(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new InconsistentRecordError(rule);
}

export interface RecordReaderOptions<S extends z.ZodType, R> {
  /** What the source sends. Unknown attributes are better let through: the source may grow. */
  readonly schema: S;
  /** Where the source keeps a record's id and the counter of its versions: what can be told of one that is malformed. */
  readonly id: string;
  readonly version: string;
  /** And whose it is, where records have an owner, who is to know that something of theirs cannot be shown. */
  readonly owner?: string;
  /** The record in the service's terms. @throws InconsistentRecordError when it does not add up */
  readonly map: (payload: z.output<S>) => R;
}

/** Longest id believed of a record that is malformed. */
const longestId = 64;

/** Reads one item of the source: checks its form, then has it mapped; what fails in either is rejected with the reason. */
export function recordReader<S extends z.ZodType, R>({
  schema,
  id,
  version,
  owner,
  map,
}: RecordReaderOptions<S, R>): (payload: unknown) => ReadRecord<R> {
  const rejected = (payload: unknown, reason: string): ReadRecord<R> => ({
    rejected: {
      id: idIn(attributeOf(payload, id)),
      version: versionIn(attributeOf(payload, version)),
      owner: owner === undefined ? undefined : idIn(attributeOf(payload, owner)),
      reason,
      payload,
    },
  });
  return (payload) => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return rejected(payload, issue ? `${issue.path.join('.')}: ${issue.message}` : 'does not match the schema');
    }
    const unstorable = unstorableIn(parsed.data);
    if (unstorable !== undefined) return rejected(payload, `${unstorable}: has a character that cannot be stored`);
    try {
      return { record: map(parsed.data) };
    } catch (error) {
      if (!(error instanceof InconsistentRecordError)) throw error;
      return rejected(payload, error.message);
    }
  };
}

function attributeOf(payload: unknown, name: string): unknown {
  return typeof payload === 'object' && payload !== null ? Reflect.get(payload, name) : undefined;
}

function idIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > longestId) return undefined;
  return unstorableIn(value) === undefined ? value : undefined;
}

function versionIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
