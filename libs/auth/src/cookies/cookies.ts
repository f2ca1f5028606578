/** The cookies of a `Cookie` header, in its order (RFC 6265, section 5.4). */
export function* cookiesOf(header: string): Generator<[name: string, value: string]> {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0) yield [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  }
}

/** Value of the first cookie of this name in a `Cookie` header, found without taking the header apart. */
export function cookieValue(header: string, name: string): string | undefined {
  let from = 0;
  while (from < header.length) {
    const at = header.indexOf(name, from);
    if (at < 0) return undefined;
    const after = at + name.length;
    if (header.charCodeAt(after) === 61 && startsPair(header, at)) {
      const end = header.indexOf(';', after);
      return header.slice(after + 1, end < 0 ? header.length : end).trim();
    }
    from = after;
  }
  return undefined;
}

function startsPair(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && header.charCodeAt(before) === 32) before -= 1;
  return before < 0 || header.charCodeAt(before) === 59;
}
