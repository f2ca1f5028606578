/** What this console is called: the operator's name is filled in where the page is served. */
export function applicationName(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=application-name]')?.content ?? '';
}
