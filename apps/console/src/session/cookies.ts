/** Value of a cookie in a `Cookie` header (RFC 6265, section 5.4). */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return header
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix))
    ?.slice(prefix.length);
}
