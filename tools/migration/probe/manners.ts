/** What all the answers together say about the server: its mistakes, its names, its charset, its cookies. */
import type { Leniency } from './gateway.ts';
import { isHtml, type SeenPage } from './crawl.ts';
import { isUtf8, type Visit, valuesOf } from './visitor.ts';

export interface Manners {
  servers: string[];
  http10: boolean;
  lenient: Leniency[];
  /** Odd, and nothing the profile has to say. */
  oddities: string[];
  persistent: boolean;
  idleTimeoutMs: number | undefined;
  slowestMs: number;
  /** Kinds of `WWW-Authenticate`. */
  authentication: string[];
  charsets: Charsets;
  /** Hosts, other than the one that was asked, that redirects and links lead to. */
  otherHosts: Map<string, { redirects: number; links: number; example: URL }>;
  sessionIdsInAddresses: boolean;
  /** Cookies and headers by which something in front chooses a node. */
  stickiness: string[];
}

export interface Charsets {
  header: string[];
  meta: string[];
  /** Pages with letters beyond ASCII that say nothing, and whether their bytes are UTF-8. */
  undeclared: { pages: number; utf8: boolean };
  unknown: string[];
}

const stickyCookie = /^(?:routeid|serverid|srv|node|server|bigipserver.*|awselb|awsalb.*|lb-?.*|sticky.*|backend)$/i;

export function mannersOf(visits: readonly Visit[], pages: readonly SeenPage[], origin: string): Manners {
  const answers = visits.map(({ answer }) => answer);
  const all = (name: string): string[] => [...new Set(answers.flatMap((answer) => valuesOf(answer, name)))];
  const ends = new Set(answers.map(({ end }) => end));
  const idle = answers.flatMap(({ idleTimeoutMs }) => idleTimeoutMs ?? []);
  const cookies = all('set-cookie').map((line) => line.split('=', 1)[0]?.trim() ?? '');
  const nodes = all('set-cookie').flatMap(
    (line) => /^(JSESSIONID)=[\w-]+\.([\w-]+)/i.exec(line)?.slice(1, 3).join(' ends in .') ?? [],
  );
  return {
    servers: [...all('server'), ...all('x-powered-by')],
    http10: answers.some(({ head }) => !head.http11),
    lenient: [...new Set(answers.flatMap(({ mistakes }) => mistakes))],
    oddities: [
      ...(ends.has('cut') ? ['an answer was cut off before its end'] : []),
      ...(ends.has('more') ? ['bytes came after the end of an answer'] : []),
      ...(ends.has('long') ? ['an answer was too long to be read to its end'] : []),
    ],
    persistent: answers.some(({ persistent }) => persistent),
    idleTimeoutMs: idle.length === 0 ? undefined : Math.min(...idle),
    slowestMs: Math.max(0, ...answers.map(({ firstByteMs }) => firstByteMs)),
    authentication: [...new Set(all('www-authenticate').map((value) => value.split(' ', 1)[0] ?? ''))],
    charsets: charsetsOf(visits),
    otherHosts: otherHosts(visits, pages, origin),
    sessionIdsInAddresses: pages.some(({ sessionIds }) => sessionIds),
    stickiness: [...new Set([...cookies.filter((name) => stickyCookie.test(name)), ...nodes])],
  };
}

function charsetsOf(visits: readonly Visit[]): Charsets {
  const header = new Set<string>();
  const meta = new Set<string>();
  const undeclared = { pages: 0, utf8: true };
  for (const visit of visits.filter(isHtml)) {
    const named = /charset\s*=\s*["']?([^\s"';]+)/i.exec(visit.contentType)?.[1];
    const beginning = visit.answer.body.toString('latin1', 0, 1_024);
    const within = /<meta\s[^>]*charset\s*=\s*["']?([^\s"'/>;]+)/i.exec(beginning)?.[1];
    if (named !== undefined) header.add(named.toLowerCase());
    if (within !== undefined) meta.add(within.toLowerCase());
    if (named !== undefined || within !== undefined || !/[\x80-\xff]/.test(visit.answer.body.toString('latin1')))
      continue;
    undeclared.pages += 1;
    undeclared.utf8 &&= isUtf8(visit.answer.body);
  }
  const unknown = [...header, ...meta].filter((label) => !isCharset(label));
  return { header: [...header], meta: [...meta], undeclared, unknown };
}

function otherHosts(visits: readonly Visit[], pages: readonly SeenPage[], origin: string): Manners['otherHosts'] {
  const found: Manners['otherHosts'] = new Map();
  const count = (url: URL, kind: 'redirects' | 'links'): void => {
    if (url.origin === origin) return;
    const seen = found.get(url.host) ?? { redirects: 0, links: 0, example: url };
    seen[kind] += 1;
    found.set(url.host, seen);
  };
  for (const { location } of visits) if (location !== undefined) count(location, 'redirects');
  for (const { links } of pages) for (const { url } of links) count(url, 'links');
  return found;
}

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
