/** Goes to pages of one host, one at a time and slowly, and knows when it has been enough. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CookieJar } from './cookies.ts';
import { decodeBody } from './gateway.ts';
import { exchange, type WireAnswer } from './wire.ts';

export interface Bounds {
  requests: number;
  bytes: number;
  /** All requests together. */
  durationMs: number;
  perSecond: number;
}

export interface Visit {
  url: URL;
  status: number;
  answer: WireAnswer;
  contentType: string;
  /** Of a page or JSON, as far as it can be read. */
  text: string;
  /** Where it leads to, if it says so. */
  location: URL | undefined;
}

/** There is nothing more to be asked. The message says which bound was reached. */
export class BoundReachedError extends Error {}

export const userAgent = 'wellspring-probe/1.0 (looks at a portal before its migration; GET only)';

const maxBytesOfOne = 2 * 1_024 * 1_024;
const timeoutOfOneMs = 30_000;

export class Visitor {
  requests = 0;
  bytes = 0;
  readonly visits: Visit[] = [];
  readonly failures: { url: URL; reason: string }[] = [];
  private readonly startedAt = performance.now();
  private readonly base: URL;
  private readonly bounds: Bounds;
  private readonly ca: string | undefined;
  private nextAt = 0;

  /** @param ca authorities (PEM) to trust instead of the well-known ones */
  constructor(base: URL, bounds: Bounds, ca?: string) {
    this.base = base;
    this.bounds = bounds;
    this.ca = ca;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  reaches(url: URL): boolean {
    return url.origin === this.base.origin;
  }

  /** @param more headers on top of a browser's; Host in place of the right one */
  async get(url: URL, jar: CookieJar, more: Readonly<Record<string, string>> = {}): Promise<Visit> {
    return this.ask({ url, method: 'GET', jar, more });
  }

  /** The one request that is not a GET. */
  async signIn(url: URL, jar: CookieJar, form: URLSearchParams): Promise<Visit> {
    const more = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: this.base.origin };
    return this.ask({ url, method: 'POST', jar, more, body: form.toString() });
  }

  private async ask({ url, method, jar, more, body }: Ask): Promise<Visit> {
    if (!this.reaches(url)) throw new Error(`${url.origin} is not ${this.base.origin}`);
    await this.turn();
    const { Host: host = url.host, ...others } = more;
    const cookie = jar.header();
    const headers = [
      ['Host', host],
      ['User-Agent', userAgent],
      ['Accept', 'text/html,application/json;q=0.9,*/*;q=0.8'],
      ['Accept-Encoding', 'identity'],
      ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
      ...Object.entries(others),
    ] as const;
    this.requests += 1;
    try {
      const limits = { maxBytes: maxBytesOfOne, timeoutMs: timeoutOfOneMs };
      const answer = await exchange({ url, method, headers, ca: this.ca, ...(body !== undefined && { body }) }, limits);
      this.bytes += answer.bytes;
      for (const line of valuesOf(answer, 'set-cookie')) jar.keep(line);
      const visit = visitOf(url, answer);
      this.visits.push(visit);
      return visit;
    } catch (error) {
      this.failures.push({ url, reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  private async turn(): Promise<void> {
    const { requests, bytes, durationMs, perSecond } = this.bounds;
    if (this.requests >= requests) throw new BoundReachedError(`${requests} requests were made`);
    if (this.bytes >= bytes) throw new BoundReachedError(`${Math.round(this.bytes / 1_024)} KiB were read`);
    if (this.elapsedMs >= durationMs) throw new BoundReachedError(`${Math.round(durationMs / 1_000)} s had passed`);
    const waitMs = this.nextAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    this.nextAt = performance.now() + 1_000 / perSecond;
  }
}

interface Ask {
  url: URL;
  method: 'GET' | 'POST';
  jar: CookieJar;
  more: Readonly<Record<string, string>>;
  body?: string;
}

export function valuesOf({ head: { headers } }: WireAnswer, name: string): string[] {
  return headers.flatMap((each, i) => (i % 2 === 0 && each === name ? [headers[i + 1] ?? ''] : []));
}

/** Of pages that say none and are not UTF-8, until somebody says it. */
export const likelyCharset = 'windows-1252';

export function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function visitOf(url: URL, answer: WireAnswer): Visit {
  const [contentType = ''] = valuesOf(answer, 'content-type');
  const [location] = valuesOf(answer, 'location');
  return {
    url,
    status: answer.head.status,
    answer,
    contentType,
    text: textOf(answer, contentType),
    location: location === undefined ? undefined : (URL.parse(location, url.href) ?? undefined),
  };
}

function textOf(answer: WireAnswer, contentType: string): string {
  if (contentType !== '' && !/html|json|text/i.test(contentType)) return '';
  try {
    const otherwise = isUtf8(answer.body) ? 'utf-8' : likelyCharset;
    return decodeBody(answer.body, valuesOf(answer, 'content-encoding')[0], contentType, otherwise);
  } catch {
    // What the gateway could not read is read all the same, to find the way on; the report says so.
    return answer.body.toString('latin1');
  }
}
