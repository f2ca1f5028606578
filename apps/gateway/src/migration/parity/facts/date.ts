const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Which of the first two numbers of `1/2/2026` is the day. */
export type DateOrder = 'dmy' | 'mdy';

/**
 * A calendar date in ISO 8601 (`2026-11-15`), from ISO dates and instants (their date in `zone`), `15.11.2026`,
 * `15/11/2026` and `15 November 2026`.
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

  const named = /^(\d{1,2})\.?\s+(\p{L}{3,})\.?\s+(\d{4})$/u.exec(trimmed);
  if (named === null) return undefined;
  const month = MONTHS.indexOf((named[2] ?? '').slice(0, 3).toLowerCase()) + 1;
  return calendarDate(named[3], String(month), named[1]);
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
