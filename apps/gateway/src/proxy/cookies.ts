/** The `Cookie` header without the cookies that are not meant for an upstream. */
export function withoutCookies(header: string, dropped: (name: string) => boolean): string {
  if (header === '') return '';
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !dropped(pair.slice(0, Math.max(pair.indexOf('='), 0))))
    .join('; ');
}
