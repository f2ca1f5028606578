/** The page to go to after signing in, if it is one of this site's; else the start page. */
export function localPath(wanted: string | undefined): string {
  // A browser reads `//host` and `/\host` as another site, and drops tabs and line breaks before it looks.
  return wanted !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(wanted) ? wanted : '/';
}
