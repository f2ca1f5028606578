/** Where to go after signing in: a path of this site and nothing else, whatever the address claims. */
export function safeReturnPath(path: string | undefined): string {
  const isOurs = path !== undefined && path.length <= 1_024 && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path);
  // The sign-in itself would be a circle.
  return isOurs && !path.startsWith('/sign-') && !path.startsWith('/operators-only') ? path : '/';
}
