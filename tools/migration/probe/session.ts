/** Which cookies are the session: found by leaving them out, one at a time. */
import { CookieJar } from './cookies.ts';
import type { SeenPage } from './crawl.ts';
import { isHtml } from './crawl.ts';
import { readPage } from './page.ts';
import type { Visit, Visitor } from './visitor.ts';

/** A page that is another one for somebody who is not signed in, and how it is then. */
export interface PersonalPage {
  page: SeenPage;
  nobody: Visit;
  /** What it says only to whoever is signed in. */
  texts: readonly string[];
}

export interface SessionCookies {
  /** Without one of these nobody is signed in, or with it alone somebody is. */
  session: string[];
  others: string[];
  /** Set before the sign-in, and the same after it. */
  keptOverSignIn: string[];
}

/** @returns the first of the pages that differs */
export async function findPersonalPages(
  visitor: Visitor,
  pages: readonly SeenPage[],
  atMost: number,
): Promise<PersonalPage[]> {
  const found: PersonalPage[] = [];
  for (const page of pages.filter(({ visit }) => visit.status === 200).slice(0, atMost)) {
    const nobody = await visitor.get(page.url, new CookieJar());
    const theirs = textsOf(nobody);
    const texts = [...page.texts].filter((text) => !theirs.has(text));
    if (nobody.status !== page.visit.status || texts.length > 0) found.push({ page, nobody, texts });
  }
  return found;
}

export async function findSessionCookies(
  visitor: Visitor,
  { page, texts }: PersonalPage,
  jar: CookieJar,
  before: CookieJar,
): Promise<SessionCookies> {
  const isSomebody = async (wanted: (name: string) => boolean): Promise<boolean> => {
    const visit = await visitor.get(page.url, jar.only(wanted));
    if (visit.status !== page.visit.status) return false;
    const said = textsOf(visit);
    return texts.filter((text) => said.has(text)).length * 2 > texts.length || texts.length === 0;
  };
  const session: string[] = [];
  for (const name of jar.names) {
    const needed = !(await isSomebody((other) => other !== name));
    if (needed || (await isSomebody((other) => other === name))) session.push(name);
  }
  return {
    session,
    others: jar.names.filter((name) => !session.includes(name)),
    keptOverSignIn: session.filter(
      (name) => before.value(name) !== undefined && before.value(name) === jar.value(name),
    ),
  };
}

function textsOf(visit: Visit): ReadonlySet<string> {
  return isHtml(visit) ? readPage(visit.text, visit.url).texts : new Set([visit.text]);
}
