/**
 * A host, as a name, an IPv4 or a bracketed IPv6 address, and perhaps a port. The standard's grammar (RFC 3986 section
 * 3.2.2) has more that no host of the web has, and that servers read differently: commas, quotes, percent signs.
 */
const authority =
  /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_.])?|\[[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{1,15})?\])(?::\d{0,5})?$/;

/** Whether this can be the `Host` of a request, or stand between `//` and the path of its target. No user information can. */
export function isAuthority(text: string): boolean {
  return authority.test(text);
}
