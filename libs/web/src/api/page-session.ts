/** The session everything on this page was made for, as `GET /session` named it. */
let madeFor: string | undefined;
let usedAt = Date.now();
let leave = (): void => undefined;

/** What every request of this page says of itself: the edge answers 409 to one that was made for somebody else. */
export function pageHeaders(now = Date.now()): Record<string, string> {
  return {
    'x-page-idle': String(Math.max(0, Math.floor((now - usedAt) / 1_000))),
    ...(madeFor !== undefined && { 'x-page-session': madeFor }),
  };
}

/** Says who is there. A page that was made for somebody else is left. @param session of nobody: undefined */
export function pageIsFor(session: string | undefined): void {
  const before = madeFor;
  madeFor = session;
  if (before !== undefined && before !== session) leave();
}

/** What the edge answered: somebody else is there. */
export function sessionHasChanged(): void {
  leave();
}

/**
 * Notices that the page is used, and that it comes back from the browser's memory, in which nothing is asked again.
 * @param leaving makes it show nothing of anybody any more
 */
export function watchPage(page: Window, leaving: () => void): void {
  leave = leaving;
  for (const use of ['pointerdown', 'keydown'])
    page.addEventListener(
      use,
      () => {
        usedAt = Date.now();
      },
      { passive: true, capture: true },
    );
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) leaving();
  });
}
