/** Where to go after signing in: a path of this site and nothing else, whatever the address claims. */
export function safeReturnPath(path: string | null): string {
  if (path === null || path.length > 1_024 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\'))
    return '/';
  // The sign-in itself would be a circle.
  return /^\/sign-(in|out)(?:[/?#]|$)/.test(path) ? '/' : path;
}
