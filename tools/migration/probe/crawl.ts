/** From page to page, one of each kind, and never along what looks like an act. */
import type { CookieJar } from './cookies.ts';
import { isActLink, type Link, type Page, readPage, withoutSessionId } from './page.ts';
import { BoundReachedError, type Visit, type Visitor } from './visitor.ts';
import { capabilityIn, isSignIn } from './words.ts';

export interface SeenPage extends Page {
  visit: Visit;
}

export interface Crawl {
  pages: SeenPage[];
  /** Every link there is, followed or not. */
  links: Link[];
  /** Not followed, because they look like acts. */
  acts: Link[];
}

/** @param more addresses that no page leads to @param atMost pages */
export async function crawl(visitor: Visitor, start: readonly URL[], jar: CookieJar, atMost: number): Promise<Crawl> {
  const waiting: Link[] = start.map((url) => ({ url, text: '' }));
  const known = new Set<string>();
  const found: Crawl = { pages: [], links: [], acts: [] };
  let visited = 0;
  for (let link = waiting.shift(); link !== undefined && visited < atMost; link = mostWanted(waiting)) {
    const url = withoutSessionId(link.url);
    if (known.has(kindOf(url)) || !visitor.reaches(url)) continue;
    known.add(kindOf(url));
    if (isActLink({ ...link, url })) {
      found.acts.push(link);
      continue;
    }
    visited += 1;
    const visit = await answered(visitor, url, jar);
    if (visit === undefined) continue;
    if (visit.location !== undefined) waiting.unshift({ url: visit.location, text: '' });
    if (!isHtml(visit)) continue;
    const page = { ...readPage(visit.text, url), visit };
    found.pages.push(page);
    found.links.push(...page.links);
    waiting.push(...page.links);
  }
  return found;
}

export function isHtml({ contentType, text }: Visit): boolean {
  return /html/i.test(contentType) || (contentType === '' && /^\s*</.test(text));
}

/** A page that does not answer is no reason to stop; the visitor keeps why. */
async function answered(visitor: Visitor, url: URL, jar: CookieJar): Promise<Visit | undefined> {
  try {
    return await visitor.get(url, jar);
  } catch (error) {
    if (error instanceof BoundReachedError) throw error;
    return undefined;
  }
}

/** What is worth knowing comes before what only leads on. */
function mostWanted(waiting: Link[]): Link | undefined {
  const wanted = waiting.findIndex(
    ({ url, text }) => capabilityIn(`${url.pathname} ${url.search} ${text}`) !== undefined,
  );
  const at =
    wanted >= 0 ? wanted : waiting.findIndex(({ url, text }) => isSignIn(`${url.pathname} ${url.search} ${text}`));
  return waiting.splice(Math.max(at, 0), 1)[0];
}

/** Invoice 1 and invoice 2 are of one kind: one of them will do. */
function kindOf(url: URL): string {
  const path = url.pathname.replace(/[^/]*\d[^/]*/g, ':n');
  const query = [...url.searchParams].map(([name, value]) => `${name}=${/\d/.test(value) ? ':n' : value}`);
  return `${path}?${query.sort().join('&')}`;
}
