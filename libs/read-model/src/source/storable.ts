/** What JSON may have and PostgreSQL may not: NUL, and half of a pair of surrogates. JSON writes both as escapes. */
const escapes = /\\(?:(u0000|ud[89a-f][\da-f]{2})|[^])/g;

/** JSON that PostgreSQL can store, of whatever the source sent. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value ?? null).replace(escapes, (escape, unstorable?: string) =>
    unstorable === undefined ? escape : '\ufffd',
  );
}

/** Where in a record there is a text that cannot be stored, as `lines.0.text`; `undefined` when there is none. */
export function unstorableIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? '' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = unstorableIn(part);
    if (found !== undefined) return found === '' ? key : `${key}.${found}`;
  }
  return undefined;
}
