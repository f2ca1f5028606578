import type { Operator } from './operator.ts';

/** How one attribute of a resource can be asked for, and which column answers. */
export interface Attribute {
  readonly column: string;
  readonly operators: readonly Operator[];
  /** What a value must be, for the error a client reads: "must be …". */
  readonly rule: string;
  /** The value as the database takes it; `undefined` when the text breaks the rule. */
  parse(text: string): string | undefined;
}

const equality: readonly Operator[] = ['eq', 'ne'];
const order: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'];
const instantText = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+ -]\d{2}:\d{2}))?$/;

/** An identifier or other short text, compared as a whole. */
export function text(column: string): Attribute {
  return {
    column,
    operators: equality,
    rule: 'must be 1 to 200 characters',
    // PostgreSQL has no NUL in text: it would answer an error instead of "nothing found".
    parse: (value) => (value.length > 0 && value.length <= 200 && !value.includes('\0') ? value : undefined),
  };
}

const uuidText = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A UUID, in a column of that type. */
export function uuid(column: string): Attribute {
  return {
    column,
    operators: equality,
    rule: 'must be a UUID',
    parse: (value) => (uuidText.test(value) ? value : undefined),
  };
}

/** One of a fixed set of values, such as a state. */
export function oneOf(column: string, values: readonly string[]): Attribute {
  return {
    column,
    operators: equality,
    rule: `must be one of ${values.join(', ')}`,
    parse: (value) => (values.includes(value) ? value : undefined),
  };
}

/** A date (`2026-11-01`, midnight UTC) or an RFC 3339 instant. A `+` of an offset that arrives as a space is understood. */
export function instant(column: string): Attribute {
  return {
    column,
    operators: order,
    rule: 'must be a date (2026-11-01) or an RFC 3339 date-time',
    parse(value) {
      if (!instantText.test(value)) return undefined;
      const time = new Date(value.replace(' ', '+'));
      return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
    },
  };
}
