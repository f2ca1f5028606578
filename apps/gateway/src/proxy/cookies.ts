/** Value of the first cookie of this name in a `Cookie` header. */
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

/** The `Cookie` header without the cookies that are not meant for an upstream. */
export function withoutCookies(header: string, dropped: (name: string) => boolean): string {
  if (header === '') return '';
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !dropped(pair.slice(0, Math.max(pair.indexOf('='), 0))))
    .join('; ');
}

function startsPair(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && header.charCodeAt(before) === 32) before -= 1;
  return before < 0 || header.charCodeAt(before) === 59;
}
