import { z } from 'zod';
import type { Operator } from './operator.ts';

/** How one attribute of a resource can be asked for, and which column answers. */
export interface Attribute {
  /** A column, or an SQL expression where all rows have the same value. */
  readonly column: string;
  /** Where an attribute has many values: SQL that gives them as rows, `column` being one of them. */
  readonly elements?: string;
  /** It is looked up in the document and has no column of its own. */
  readonly isInDocument?: boolean;
  readonly operators: readonly Operator[];
  /**
   * What a value must be, for the error a client reads: "must be …". `undefined` where any text is a fair question: one
   * that no row can have finds nothing.
   */
  readonly rule: string | undefined;
  /** The value as the database takes it; `undefined` when it is none. */
  parse(text: string): string | undefined;
  /** Which of two such values comes first; by their text unless given. */
  readonly compare?: (one: string, other: string) => number;
}

const equality: readonly Operator[] = ['eq', 'ne'];
const order: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'];

/** An identifier or other short text, compared as a whole. What it looks like is no business of the client. */
export function text(column: string): Attribute {
  return {
    column,
    operators: equality,
    rule: undefined,
    // PostgreSQL has no NUL in text: it would answer an error instead of "nothing found".
    parse: (value) => (value.length > 0 && value.length <= 200 && !value.includes('\0') ? value : undefined),
  };
}

const uuidText = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An identifier in a column of type uuid. Clients ask as with any other: what is no UUID finds nothing. */
export function uuid(column: string): Attribute {
  return {
    column,
    operators: equality,
    rule: undefined,
    parse: (value) => (uuidText.test(value) ? value : undefined),
  };
}

/** The address of a resource below `path`, which says the same as its identifier `key`. */
export function href(path: string, key: Attribute): Attribute {
  return {
    ...key,
    parse(value) {
      if (!value.startsWith(`${path}/`)) return undefined;
      const id = decoded(value.slice(path.length + 1));
      return id === undefined ? undefined : key.parse(id);
    },
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

/** `true` or `false`. */
export function flag(column: string): Attribute {
  return oneOf(column, ['true', 'false']);
}

/** A number counted from 0, in a column of type integer. */
export function count(column: string): Attribute {
  return {
    column,
    operators: order,
    rule: 'must be a whole number',
    parse: (value) => (/^\d{1,9}$/.test(value) ? value : undefined),
    compare: (one, other) => Number(one) - Number(other),
  };
}

/** A number of any kind. */
export function number(column: string): Attribute {
  return {
    column,
    operators: order,
    rule: 'must be a number',
    parse: (value) => (/^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? value : undefined),
    compare: (one, other) => Number(one) - Number(other),
  };
}

const offset = true;
const dateOrDateTime = z.union([z.iso.date(), z.iso.datetime({ offset }), z.iso.datetime({ offset, precision: -1 })]);

/** A date (`2026-11-01`, midnight UTC) or an RFC 3339 instant. A `+` of an offset that arrives as a space is understood. */
export function instant(column: string): Attribute {
  return {
    column,
    operators: order,
    rule: 'must be a date of the calendar (2026-11-01) or an RFC 3339 date-time',
    parse(value) {
      const written = value.replace(' ', '+');
      if (!dateOrDateTime.safeParse(written).success) return undefined;
      const utc = new Date(written).toISOString();
      // PostgreSQL has no year 0, and an offset can lead out of the years 1 to 9999.
      if (!/^(?!0000)\d{4}-/.test(utc)) return undefined;
      // A Date ends at milliseconds, the database at microseconds.
      const fraction = /\.(\d{1,6})/.exec(written)?.[1] ?? '';
      return `${utc.slice(0, -'000Z'.length)}${fraction.padEnd(3, '0')}Z`;
    },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
