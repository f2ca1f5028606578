import { monthNamed } from './months.ts';

/** Words that stand in a date and say nothing: `2026 m. lapkričio 15 d.`, `2026. gada 15. novembris`, `15 ноября 2026 г.` */
const fillerWords: ReadonlySet<string> = new Set(['m', 'd', 'gada', 'г', 'года', 'of', 'st', 'nd', 'rd', 'th']);

/** Which of the first two numbers of `1/2/2026` is the day. */
export type DateOrder = 'dmy' | 'mdy';

/**
 * A calendar date in ISO 8601 (`2026-11-15`), from ISO dates and instants (their date in `zone`), `15.11.2026`,
 * `15/11/2026`, and with the name of the month in any of `monthLanguages`: `15 November 2026`, `November 15, 2026`.
 * @returns undefined when it is no date, also `31.02.2026`.
 */
export function canonicalDate(text: string, order: DateOrder = 'dmy', zone = 'UTC'): string | undefined {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T/.test(trimmed)) return dateOfInstant(trimmed, zone);

  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (iso !== null) return calendarDate(iso[1], iso[2], iso[3]);

  const numbers = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4})$/.exec(trimmed);
  if (numbers !== null) {
    const [, first, second, year] = numbers;
    return order === 'dmy' ? calendarDate(year, second, first) : calendarDate(year, first, second);
  }

  return dateWithName(trimmed);
}

/** A day, a year of four digits and the name of a month, in any order, and nothing else that says anything. */
function dateWithName(text: string): string | undefined {
  const words = text.match(/\p{L}[\p{L}\p{M}]*|\d+/gu) ?? [];
  const months = words.map(monthNamed).filter((month) => month !== undefined);
  const years = words.filter((word) => /^\d{4}$/.test(word));
  const days = words.filter((word) => /^\d{1,2}$/.test(word));
  const fillers = words.filter((word) => fillerWords.has(word.toLowerCase()) && monthNamed(word) === undefined);
  const isDate = months.length === 1 && years.length === 1 && days.length === 1 && words.length === 3 + fillers.length;
  return isDate ? calendarDate(years[0], String(months[0]), days[0]) : undefined;
}

function dateOfInstant(text: string, zone: string): string | undefined {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return undefined;
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
}

function calendarDate(year = '', month = '', day = ''): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
}
