/** What a value looks like, without what it says: digits become 9 and letters a, since it may be a customer's. */

const longest = 24;

export function shapeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `an object with ${namesIn(value)}`;
  if (typeof value === 'string') return `the text "${masked(value)}"`;
  if (typeof value === 'number') return `the number ${masked(String(value))}`;
  return typeof value === 'boolean' ? String(value) : typeof value;
}

export function namesIn(value: object): string {
  const names = Object.keys(value);
  return names.length === 0 ? 'nothing in it' : names.slice(0, 12).join(', ') + (names.length > 12 ? ' …' : '');
}

/** The value at a path, as far as there is one. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (below, key) => (typeof below === 'object' && below !== null ? (Reflect.get(below, key) as unknown) : undefined),
    value,
  );
}

/** What a record calls itself, where its own name for that is not understood. */
export function nameOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const named = Object.entries(record).find(
    ([key, value]) =>
      /(^id|Id|No|_no|_id|[Nn]umber)$/.test(key) && (typeof value === 'string' || typeof value === 'number'),
  );
  return named && String(named[1]);
}

function masked(text: string): string {
  const shape = text
    .slice(0, longest)
    .replaceAll(/\p{Lu}/gu, 'A')
    .replaceAll(/\p{L}/gu, (letter) => (letter === 'A' ? letter : 'a'))
    .replaceAll(/\d/g, '9');
  return text.length > longest ? `${shape}…` : shape;
}
