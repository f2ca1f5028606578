/** Looks at an old portal: signed out, signed in, and without each cookie. */
import { CookieJar } from './cookies.ts';
import { crawl, type Crawl, type SeenPage } from './crawl.ts';
import { type Manners, mannersOf } from './manners.ts';
import { type Form, type Link, withoutSessionId } from './page.ts';
import { type CapabilityGuess, guessCapabilities, RouteParameters } from './places.ts';
import { findPersonalPages, findSessionCookies, type PersonalPage, type SessionCookies } from './session.ts';
import { findSignIn, signIn, type SignInForm } from './sign-in.ts';
import { type FactTable, tablesOf } from './tables.ts';
import { type Bounds, BoundReachedError, Visitor } from './visitor.ts';
import { findWhoIs, type WhoIsCandidate } from './who-is.ts';
import { isSignOut } from './words.ts';

export interface ProbeOptions {
  url: URL;
  /** Who signs in; absent: nobody does. */
  person?: { user: string; password: string; customer?: string | undefined };
  /** Paths that no page leads to. */
  alsoLookAt: readonly string[];
  bounds: Bounds;
  /** Authorities (PEM) to trust instead of the well-known ones. */
  ca?: string;
}

export interface Findings {
  url: URL;
  manners: Manners;
  /** Whether it believes to be called what the request says: absolute links follow `Host`. */
  host: 'follows' | 'ignores' | 'insists';
  ownNames: string[];
  basePath: string;
  cookies: CookieJar;
  signIn: SignInForm | undefined;
  signedIn: 'yes' | 'no' | 'not tried';
  signOut: { url: URL; method: 'GET' | 'POST' } | undefined;
  session: SessionCookies | undefined;
  personal: PersonalPage[];
  whoIs: WhoIsCandidate[];
  parameters: RouteParameters;
  capabilities: CapabilityGuess[];
  tables: FactTable[];
  pages: SeenPage[];
  acts: Link[];
  /** Forms there are besides the sign-in, none of which was sent. */
  forms: { page: SeenPage; form: Form }[];
  files: URL[];
  failures: { url: URL; reason: string }[];
  effort: { requests: number; bytes: number; seconds: number; stopped: string | undefined };
}

const pagesSignedOut = 12;
const pagesSignedIn = 30;
const personalPages = 10;
const strangeName = 'probe.invalid';

export async function probe(options: ProbeOptions): Promise<Findings> {
  const visitor = new Visitor(options.url, options.bounds, options.ca);
  const seen = new Looking(visitor, options);
  let stopped: string | undefined;
  try {
    await seen.everything();
  } catch (error) {
    if (!(error instanceof BoundReachedError)) throw error;
    stopped = error.message;
  }
  return seen.findings(stopped);
}

class Looking {
  private readonly visitor: Visitor;
  private readonly options: ProbeOptions;
  private readonly nobody = new CookieJar();
  private readonly jar = new CookieJar();
  private readonly crawls: Crawl[] = [];
  private form: SignInForm | undefined;
  private signedIn: Findings['signedIn'] = 'not tried';
  private host: Findings['host'] = 'follows';
  private ownNames: string[] = [];
  private personal: PersonalPage[] = [];
  private session: SessionCookies | undefined;
  private before = new CookieJar();

  constructor(visitor: Visitor, options: ProbeOptions) {
    this.visitor = visitor;
    this.options = options;
  }

  async everything(): Promise<void> {
    const { url, person } = this.options;
    const start = [url, ...this.options.alsoLookAt.map((path) => new URL(path, url))];
    const outside = await crawl(this.visitor, start, this.nobody, pagesSignedOut);
    this.crawls.push(outside);
    if (this.visitor.visits.length === 0) throw new Error(this.visitor.failures[0]?.reason ?? 'no answer');
    this.form = findSignIn(outside.pages);
    await this.askForItsName();
    if (person === undefined || this.form === undefined) return;

    // As a browser comes to the form: with what it was given on the way there.
    for (const name of this.nobody.names) this.jar.keep(`${name}=${this.nobody.value(name) ?? ''}`);
    this.before = this.jar.only(() => true);
    const answer = await signIn(this.visitor, this.form, person, this.jar);
    const inside = await crawl(this.visitor, [answer.url, ...start], this.jar, pagesSignedIn);
    this.crawls.push(inside);
    this.personal = await findPersonalPages(this.visitor, inside.pages, personalPages);
    await this.lookAtJson(inside);
    this.signedIn = this.personal.length > 0 ? 'yes' : 'no';
    const [page] = this.personal;
    if (page !== undefined) this.session = await findSessionCookies(this.visitor, page, this.jar, this.before);
  }

  findings(stopped: string | undefined): Findings {
    const { url, person } = this.options;
    const pages = this.crawls.flatMap((each) => each.pages);
    const links = this.crawls.flatMap((each) => each.links).filter((link) => this.visitor.reaches(link.url));
    const parameters = new RouteParameters([...links.map((link) => link.url), ...pages.map((page) => page.url)]);
    const inside = this.crawls.at(-1)?.pages ?? [];
    const acts = this.crawls.flatMap((each) => each.acts);
    const cookies = new CookieJar();
    for (const jar of [this.nobody, this.jar]) for (const [name, cookie] of jar.seen) cookies.seen.set(name, cookie);
    const { requests, bytes, elapsedMs, failures, visits } = this.visitor;
    const forms = uniqueForms(pages).filter(({ form }) => form.action.href !== this.form?.form.action.href);
    return {
      url,
      manners: mannersOf(visits, pages, url.origin),
      host: this.host,
      ownNames: this.ownNames,
      basePath: basePathOf(url, links),
      cookies,
      signIn: this.form,
      signedIn: this.signedIn,
      signOut: signOutOf(links, pages),
      session: this.session,
      personal: this.personal,
      whoIs: person === undefined ? [] : findWhoIs(this.personal, person),
      parameters,
      capabilities: guessCapabilities(links, parameters),
      tables: inside.filter(({ visit }) => visit.status === 200).flatMap(tablesOf),
      pages,
      acts,
      forms,
      files: pages.flatMap((page) => page.files),
      failures,
      effort: { requests, bytes, seconds: elapsedMs / 1_000, stopped },
    };
  }

  /** What no page leads to and is no page: an answer in JSON that says who somebody is. */
  private async lookAtJson(inside: Crawl): Promise<void> {
    const known = new Set(inside.pages.map(({ url }) => url.href));
    for (const path of this.options.alsoLookAt) {
      const url = new URL(path, this.options.url);
      if (known.has(url.href)) continue;
      const visit = await this.visitor.get(url, this.jar);
      if (!/json/i.test(visit.contentType)) continue;
      const page = { ...emptyPage(url), visit, texts: new Set([visit.text]) };
      this.personal.push(...(await findPersonalPages(this.visitor, [page], 1)));
    }
  }

  /** One question with a name that is nobody's, and one for each name that pages lead to: is it itself? */
  private async askForItsName(): Promise<void> {
    const { url } = this.options;
    const first = this.visitor.visits[0];
    const strange = await this.visitor.get(url, new CookieJar(), { Host: strangeName });
    const leadsThere = strange.location?.hostname === strangeName || strange.text.includes(`//${strangeName}`);
    const sameAnswer = strange.status === first?.status;
    this.host = leadsThere ? 'follows' : sameAnswer ? 'ignores' : 'insists';
    const pages = this.crawls.flatMap((each) => each.pages);
    const { otherHosts } = mannersOf(this.visitor.visits, pages, url.origin);
    for (const [host, { redirects, example }] of [...otherHosts].slice(0, 3)) {
      if (host === strangeName || redirects === 0) continue;
      const here = await this.visitor.get(new URL(example.pathname + example.search, url), new CookieJar());
      if (here.status < 400) this.ownNames.push(host);
    }
  }
}

function emptyPage(url: URL): Omit<SeenPage, 'visit' | 'texts'> {
  return { url, title: '', language: undefined, elements: [], links: [], sessionIds: false, forms: [], files: [] };
}

function signOutOf(links: readonly Link[], pages: readonly SeenPage[]): Findings['signOut'] {
  const link = links.find(({ url, text }) => isSignOut(`${url.pathname} ${url.search}`) || isSignOut(text));
  if (link !== undefined) return { url: link.url, method: 'GET' };
  const form = pages
    .flatMap((page) => page.forms)
    .find(({ action, text }) => isSignOut(`${action.pathname} ${action.search}`) || isSignOut(text));
  return form === undefined ? undefined : { url: withoutSessionId(form.action), method: form.method };
}

/** The folder that all links are in. */
function basePathOf(url: URL, links: readonly Link[]): string {
  const first = /^\/[^/?]+(?=\/)/.exec(url.pathname)?.[0];
  if (first === undefined) return '/';
  return links.every((link) => `${link.url.pathname}/`.startsWith(`${first}/`)) ? first : '/';
}

function uniqueForms(pages: readonly SeenPage[]): Findings['forms'] {
  const byAction = new Map<string, { page: SeenPage; form: Form }>();
  for (const page of pages) {
    for (const form of page.forms) {
      const key = `${form.method} ${form.action.href}`;
      if (!byAction.has(key)) byAction.set(key, { page, form });
    }
  }
  return [...byAction.values()];
}
