import { canonicalDate } from './date.ts';
import { canonicalDecimal } from './decimal.ts';
import type { FactValue } from './fact.ts';
import { canonicalMoney } from './money.ts';
import { type NumberFormat, numberFormatOf } from './number-format.ts';

/** One step of an expression. Gets text from HTML, any JSON value from JSON; `null` (not found) passes by untouched. */
export type Pipe = (value: unknown) => unknown;

type PipeFactory = (argument: string | undefined) => Pipe;

/** Every pipe there is, by the name used in the file. */
const pipeFactories: Readonly<Record<string, PipeFactory>> = {
  text: without((value) => asText(value)),
  lower: without((value) => asText(value).toLowerCase()),
  number: inFormat((value, format) => canonicalDecimal(asText(value), 0, format) ?? unreadable('number')),
  money: inFormat((value, format) => {
    const money = canonicalMoney(value, format);
    if (money === undefined) return unreadable('money');
    return money.currency === undefined ? money.amount : `${money.amount} ${money.currency}`;
  }),
  amount: inFormat((value, format) => canonicalMoney(value, format)?.amount ?? unreadable('amount')),
  currency: without(
    (value) => canonicalMoney(value)?.currency ?? currencyCode(asText(value)) ?? unreadable('currency'),
  ),
  date: datePipe,
  map: mapPipe,
  match: matchPipe,
  default: (argument) => {
    if (argument === undefined) throw new Error('"default" needs a value: default(none)');
    return (value) => value ?? argument;
  },
};

/** @throws Error saying what is wrong with the name or the argument. */
export function compilePipe(name: string, argument?: string): Pipe {
  const factory = Object.hasOwn(pipeFactories, name) ? pipeFactories[name] : undefined;
  if (factory === undefined)
    throw new Error(`there is no pipe "${name}"; there are ${Object.keys(pipeFactories).join(', ')}`);
  return factory(argument);
}

export function runPipes(found: unknown, pipes: readonly Pipe[]): FactValue {
  let value: unknown = found ?? null;
  for (const pipe of pipes) {
    if (isUnreadableMark(value)) return value;
    value = pipe(value);
  }
  if (isUnreadableMark(value) || value === null) return value;
  // A list or an object with nothing to read it by is no value: two ids are not one.
  return typeof value === 'object' ? unreadable('value') : asText(value);
}

function without(pipe: (value: unknown) => unknown): PipeFactory {
  return (argument) => {
    if (argument !== undefined) throw new Error('this pipe takes no argument');
    return skippingNothing(pipe);
  };
}

/** `amount`, `amount(de)`: the language whose way of writing numbers the page has; without, the last mark is the decimal one. */
function inFormat(pipe: (value: unknown, format: NumberFormat | undefined) => unknown): PipeFactory {
  return (language) => {
    const format = language === undefined ? undefined : numberFormatOf(language);
    if (language !== undefined && format === undefined) {
      throw new Error(`"${language}" is no language: write amount(de), amount(en), amount(et)`);
    }
    return skippingNothing((value) => pipe(value, format));
  };
}

/** `date`, `date(mdy)`, `date(Europe/Tallinn)`: the zone is the one in which an instant is turned into a date. */
function datePipe(argument: string | undefined): Pipe {
  if (argument === 'dmy' || argument === 'mdy') {
    return skippingNothing((value) => canonicalDate(asText(value), argument) ?? unreadable('date'));
  }
  if (argument !== undefined && !isTimeZone(argument)) {
    throw new Error(`"date(${argument})": write date(dmy), date(mdy) or a time zone such as date(Europe/Tallinn)`);
  }
  return skippingNothing((value) => canonicalDate(asText(value), 'dmy', argument) ?? unreadable('date'));
}

/** `map(OPEN=open, PAID=settled)`; a value that is not named stays as it is. */
function mapPipe(argument: string | undefined): Pipe {
  const pairs = (argument ?? '').split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2)) throw new Error('"map" needs pairs: map(OPEN=open, PAID=settled)');
  const names = new Map(pairs.map(([from = '', to = '']) => [from, to]));
  return skippingNothing((value) => names.get(asText(value)) ?? asText(value));
}

/** `match(/No\. (\d+)/)`: the first group, or the whole when there is none. */
function matchPipe(argument: string | undefined): Pipe {
  const source = /^\/(.+)\/$/.exec(argument ?? '')?.[1];
  if (source === undefined) throw new Error('"match" needs a regular expression: match(/No\\. (\\d+)/)');
  const pattern = new RegExp(source, 'u');
  return skippingNothing((value) => {
    const found = pattern.exec(asText(value));
    return found === null ? unreadable('match') : (found[1] ?? found[0]);
  });
}

function skippingNothing(pipe: Pipe): Pipe {
  return (value) => (value === null ? null : pipe(value));
}

/** Runs of white space count as one space, as a browser shows them. */
function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[\s\u00a0\u202f]+/gu, ' ').trim();
}

function currencyCode(text: string): string | undefined {
  return /^[A-Z]{3}$/.test(text) ? text : undefined;
}

function unreadable(kind: string): { unreadable: string } {
  return { unreadable: kind };
}

function isUnreadableMark(value: unknown): value is { unreadable: string } {
  return typeof value === 'object' && value !== null && 'unreadable' in value && typeof value.unreadable === 'string';
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('sv-SE', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
