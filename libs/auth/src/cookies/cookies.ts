/** The cookies of a `Cookie` header, in its order (RFC 6265, section 5.4). */
export function* cookiesOf(header: string): Generator<[name: string, value: string]> {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0) yield [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  }
}

/** Value of the first cookie of this name in a `Cookie` header. */
export function cookieValue(header: string, name: string): string | undefined {
  for (const [each, value] of cookiesOf(header)) if (each === name) return value;
  return undefined;
}
