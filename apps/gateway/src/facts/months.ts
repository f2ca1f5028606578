/** Languages whose names of months are understood, in any form they stand in beside a day. */
export const monthLanguages = ['en', 'de', 'et', 'ru', 'lv', 'lt', 'fi'] as const;

/** Forms that the tables of ICU do not have, as pages write them. */
const also: Readonly<Record<string, number>> = { mrz: 3 };

const monthNumbers: ReadonlyMap<string, number> = allNames();

/** @returns 1 to 12; undefined when it is no month in any of the languages */
export function monthNamed(name: string): number | undefined {
  return monthNumbers.get(normalised(name));
}

/** Every form, for a test that no two languages give one name to two months. */
export function namesOfMonth(month: number): string[] {
  return monthLanguages.flatMap((language) => formsOf(language, month)).map(normalised);
}

function allNames(): Map<string, number> {
  const names = new Map(Object.entries(also));
  for (let month = 1; month <= 12; month++) for (const name of namesOfMonth(month)) names.set(name, month);
  return names;
}

/** Alone and beside a day, long and short: in some languages all four differ. */
function formsOf(language: string, month: number): string[] {
  const date = new Date(Date.UTC(2026, month - 1, 15));
  return (['long', 'short'] as const).flatMap((width) =>
    [
      { month: width },
      { month: width, day: 'numeric' } as const,
      { month: width, day: 'numeric', year: 'numeric' } as const,
    ].flatMap((options) =>
      new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
        .formatToParts(date)
        .flatMap(({ type, value }) => (type === 'month' && /\p{L}{3}/u.test(value) ? value : [])),
    ),
  );
}

function normalised(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '');
}
