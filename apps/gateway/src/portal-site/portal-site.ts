import { type Counter, type Logger, messageOf } from '@wellspring/platform';
import type { Reply } from '../binding/inquiry.ts';
import { type BufferedRequestOptions, type BufferedResponse, requestBuffered } from '../upstream/buffered-request.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { OldPortal } from '../old-portal/profile/old-portal.ts';
import { targetOf } from './place-matcher.ts';
import { forgetting, removes } from './session-cookies.ts';
import { WhoIsReader } from './who-is-reader.ts';

const maxBodyBytes = 1_048_576;
const signOutTimeoutMs = 3_000;
/** What an old portal cannot be reached for at all. */
const unreachable = new Set(['dns', 'refused', 'connect_timeout', 'tls', 'breaker_open']);

/** What is asked in the name of one browser: servers bind sessions to more than their cookies. */
export interface InNameOf {
  cookies: string;
  node: Endpoint | undefined;
  /** `User-Agent` and where the browser is: header name → value. */
  headers: Readonly<Record<string, string>>;
}

type SiteRequest = Pick<BufferedRequestOptions, 'method' | 'target' | 'headers' | 'body' | 'timeoutMs'>;

/** The few things the gateway asks of one old portal on its own account. None of them throws. */
export class PortalSite {
  private readonly reader: WhoIsReader | undefined;

  constructor(
    readonly portal: OldPortal,
    private readonly upstream: Upstream,
    /** Where its delegated sign-in is, when that is not where the portal is. */
    private readonly listener: Upstream | undefined,
    private readonly questions: Counter<'portal' | 'outcome'>,
    private readonly logger: Logger,
  ) {
    const whoIs = portal.session?.whoIs;
    this.reader = whoIs === undefined ? undefined : new WhoIsReader(portal, whoIs);
  }

  /** `Set-Cookie` values that make a browser forget its session there. */
  get forgottenCookies(): string[] {
    return forgetting(this.portal.session?.cookies ?? []);
  }

  async whoIs(asked: InNameOf, extra: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const whoIs = this.portal.session?.whoIs;
    if (whoIs === undefined || this.reader === undefined) return { who: 'late', setCookies: [] };
    const accept = whoIs.format === 'json' ? 'application/json' : 'text/html,application/xhtml+xml';
    try {
      const response = await send(this.upstream, asked, {
        method: 'GET',
        target: whoIs.get,
        headers: { accept, ...extra },
        timeoutMs: whoIs.timeout,
      });
      return { who: this.read(response, whoIs.get), setCookies: this.setCookiesOf(response) };
    } catch (error) {
      const away = error instanceof UpstreamError && unreachable.has(error.failure);
      this.count(away ? 'away' : 'late');
      return { who: away ? 'away' : 'late', setCookies: [] };
    }
  }

  /**
   * Ends whatever these cookies are.
   * @returns `Set-Cookie` values with which it removes cookies of its own; undefined when it did not answer
   */
  async signOut(asked: InNameOf): Promise<string[] | undefined> {
    const signOut = this.portal.session?.signOut;
    if (signOut === undefined || asked.cookies === '') return [];
    try {
      const response = await send(this.upstream, asked, {
        method: signOut.method,
        target: targetOf(signOut),
        headers: {},
        ...(signOut.method === 'POST' && { body: '' }),
        timeoutMs: signOutTimeoutMs,
      });
      return this.setCookiesOf(response).filter(removes);
    } catch (error) {
      this.logger.warn('An old portal could not be told of a sign-out', {
        'event.action': 'sign-out',
        portal: this.portal.name,
        'error.message': messageOf(error),
      });
      return undefined;
    }
  }

  /**
   * What the delegated sign-in asks, where that is.
   * @throws UpstreamError
   */
  askToSignIn(asked: InNameOf, request: SiteRequest): Promise<BufferedResponse> {
    // A listener is none of the nodes.
    if (this.listener !== undefined) return send(this.listener, { ...asked, node: undefined }, request);
    return send(this.upstream, asked, request);
  }

  /** Where a redirect or a form of this page leads, as browsers know it. @throws TypeError when that is no address */
  target(address: string, page: string): string {
    return this.upstream.names?.target(address, page) ?? address;
  }

  /** As the browser is to be given them. */
  private setCookiesOf({ headers }: BufferedResponse): string[] {
    const given = headers['set-cookie'];
    return (Array.isArray(given) ? given : []).flatMap((value) => {
      const name = value.slice(0, Math.max(value.indexOf('='), 0)).trim();
      return this.upstream.names?.cookies(name, value) ?? [value];
    });
  }

  private read(response: BufferedResponse, page: string): Reply['who'] {
    const { name } = this.portal;
    let reading;
    try {
      reading = this.reader?.read(response, (location) => this.target(location, page)) ?? { unreadable: 'nothing' };
    } catch (error) {
      reading = { unreadable: error instanceof Error ? error.message : 'body' };
    }
    if (reading === 'nobody' || 'customerId' in reading) {
      this.count(reading === 'nobody' ? 'nobody' : 'named');
      return reading;
    }
    this.count('unreadable');
    this.logger.warn('An old portal said something that does not tell who is signed in', {
      portal: name,
      field: reading.unreadable,
      'http.response.status_code': response.status,
    });
    return 'late';
  }

  private count(outcome: string): void {
    this.questions.inc({ portal: this.portal.name, outcome });
  }
}

function send(
  upstream: Upstream,
  { cookies, node, headers }: InNameOf,
  request: SiteRequest,
): Promise<BufferedResponse> {
  return requestBuffered(upstream, {
    ...request,
    headers: { ...headers, ...request.headers, ...(cookies !== '' && { cookie: cookies }) },
    maxBodyBytes,
    node,
  });
}
