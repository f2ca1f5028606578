import type { Identity } from '../session/session.ts';
import type { BufferedResponse } from '../upstream/buffered-request.ts';
import type { DelegatedSignIn, OldPortal } from '../old-portal/profile/old-portal.ts';
import { readForm } from './form-page.ts';
import type { InNameOf, PortalSite } from './portal-site.ts';
import { afterSetting } from './session-cookies.ts';

const timeoutMs = 5_000;
const mostRedirects = 5;

/**
 * Signs a customer in on an old portal by the form that browsers cannot reach: fetches it, keeps its hidden fields, fills
 * in, posts where it says, and believes nothing but who-is.
 */
export class DelegatedSignInForm {
  private readonly sessionCookies: ReadonlySet<string>;

  constructor(
    private readonly portal: OldPortal,
    private readonly form: DelegatedSignIn,
    private readonly site: PortalSite,
  ) {
    this.sessionCookies = new Set(portal.session?.cookies);
  }

  /** @returns the session cookies. @throws Error saying what went wrong */
  async signIn(customer: Identity, asking: Omit<InNameOf, 'cookies'>): Promise<string> {
    const visit = new Visit(this.site, asking);
    const page = await visit.get(this.form.at);
    const form = readForm(page.response.body.toString('latin1'), Object.keys(this.form.fields));
    if (form === undefined) throw new Error(`there is no form with these fields at ${this.form.at}`);
    const fields = new URLSearchParams(form.hidden);
    for (const [name, field] of Object.entries(this.form.fields))
      fields.set(name, field.from === 'text' ? field.text : factOf(customer, field.fact, this.portal.name));
    const action = form.action === undefined ? this.form.at : this.site.target(form.action, page.target);
    await visit.post(action, fields.toString());
    const cookies = visit.cookiesNamed(this.sessionCookies);
    const { who } = await this.site.whoIs({ ...asking, cookies });
    if (typeof who === 'string') throw new Error(`who-is says ${who}`);
    if (who.customerId !== customer.customerId) throw new Error('who-is names somebody else');
    return cookies;
  }
}

interface VisitedPage {
  /** Its path with query, as browsers would know it, after all redirects. */
  target: string;
  response: BufferedResponse;
}

/** A browser of the gateway's own, for as long as one sign-in takes. */
class Visit {
  private cookies = '';

  constructor(
    private readonly site: PortalSite,
    private readonly asking: Omit<InNameOf, 'cookies'>,
  ) {}

  get(target: string): Promise<VisitedPage> {
    return this.follow('GET', target);
  }

  post(target: string, body: string): Promise<VisitedPage> {
    return this.follow('POST', target, body);
  }

  cookiesNamed(names: ReadonlySet<string>): string {
    return this.cookies
      .split('; ')
      .filter((pair) => names.has(pair.slice(0, pair.indexOf('='))))
      .join('; ');
  }

  private async follow(method: string, target: string, body?: string): Promise<VisitedPage> {
    let page = { target, response: await this.send(method, target, body) };
    for (let hops = 0; hops < mostRedirects; hops += 1) {
      const { status, headers } = page.response;
      const { location } = headers;
      if (status < 300 || status >= 400 || typeof location !== 'string') break;
      const next = this.site.target(location, page.target);
      page = { target: next, response: await this.send('GET', next) };
    }
    return page;
  }

  private async send(method: string, target: string, body?: string): Promise<BufferedResponse> {
    const type = 'application/x-www-form-urlencoded';
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type };
    const response = await this.site.askToSignIn(
      { ...this.asking, cookies: this.cookies },
      { method, target, headers, timeoutMs, ...(body !== undefined && { body }) },
    );
    const set = response.headers['set-cookie'];
    const setCookies = Array.isArray(set) ? set : [];
    const names = new Set(setCookies.map((each) => each.slice(0, each.indexOf('='))));
    this.cookies = afterSetting(this.cookies, setCookies, names);
    if (response.status >= 400) throw new Error(`status ${response.status}`);
    return response;
  }
}

function factOf(customer: Identity, fact: 'id' | 'email' | 'name' | 'language', portal: string): string {
  switch (fact) {
    case 'id':
      return customer.customerId.startsWith(`${portal}:`)
        ? customer.customerId.slice(portal.length + 1)
        : customer.customerId;
    case 'email':
      return customer.email;
    case 'name':
      return customer.name;
    case 'language':
      return customer.locale;
    default:
      return fact satisfies never;
  }
}
