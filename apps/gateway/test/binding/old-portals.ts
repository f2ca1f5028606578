export type Person = 'A' | 'B';

/**
 * `keeps`: one id for ever, as PHP does. `rotates`: another id with each sign-in, for the same session. `remembers`: a
 * second cookie signs in again when the session is over. `switches`: a plain GET that nobody listed makes somebody else of
 * the customer. All four have the last one's way; the names say what is added.
 */
export type Kind = 'keeps' | 'rotates' | 'remembers' | 'switches';

export type Act =
  { kind: 'look' } | { kind: 'signIn'; person: Person } | { kind: 'signOut' } | { kind: 'become'; person: Person };

interface OldSession {
  person: Person | undefined;
  usedAt: number;
  /** Who it was before something happened to it that no request of its browser did. */
  former: { person: Person | undefined; until: number } | undefined;
}

export interface OldAnswer {
  /** Cookies to set; an empty value removes one. */
  setCookies: Readonly<Record<string, string>>;
}

export const idleMs = 24 * 60_000;

/** An old portal with its sessions, on nodes that do not share them. Cookies are `id=…` and `remember=…`. */
export class OldPortalModel {
  private readonly sessions = new Map<string, OldSession>();
  private readonly remembered = new Map<string, Person>();
  private made = 0;
  away = false;

  constructor(
    private readonly kind: Kind,
    private readonly now: () => number,
  ) {}

  handle(act: Act, cookies: ReadonlyMap<string, string>, node: string): OldAnswer {
    const setCookies: Record<string, string> = {};
    let id = cookies.get('id');
    let session = this.alive(id, cookies.get('remember'), node);
    if (id === undefined || session === undefined) {
      id = this.name('s');
      session = { person: undefined, usedAt: this.now(), former: undefined };
      this.sessions.set(`${node} ${id}`, session);
      setCookies['id'] = id;
    }
    session.usedAt = this.now();
    switch (act.kind) {
      case 'look':
        break;
      case 'become':
        if (session.person !== undefined) session.person = act.person;
        break;
      case 'signOut':
        session.person = undefined;
        if (this.kind === 'remembers') {
          this.remembered.delete(cookies.get('remember') ?? '');
          setCookies['remember'] = '';
        }
        break;
      case 'signIn':
        session.person = act.person;
        if (this.kind === 'rotates') {
          this.sessions.delete(`${node} ${id}`);
          setCookies['id'] = this.name('s');
          this.sessions.set(`${node} ${setCookies['id']}`, session);
        }
        if (this.kind === 'remembers') {
          setCookies['remember'] = this.name('r');
          this.remembered.set(setCookies['remember'], act.person);
        }
        break;
      default:
        act satisfies never;
    }
    session.former = undefined;
    return { setCookies };
  }

  /** What it answers to who-is. Asking counts as use, as it does with most servers. */
  whoIs(cookies: ReadonlyMap<string, string>, node: string): Person | undefined {
    const session = this.alive(cookies.get('id'), cookies.get('remember'), node);
    if (session !== undefined) session.usedAt = this.now();
    return this.person(cookies, node);
  }

  /** Who this is, without anybody asking. */
  person(cookies: ReadonlyMap<string, string>, node: string): Person | undefined {
    const session = this.alive(cookies.get('id'), cookies.get('remember'), node);
    return session === undefined ? this.remembered.get(cookies.get('remember') ?? '') : session.person;
  }

  /** Who this was until lately, before something happened past the gateway. */
  formerly(cookies: ReadonlyMap<string, string>, node: string, since: number): (Person | undefined)[] {
    const former = this.sessions.get(`${node} ${cookies.get('id') ?? ''}`)?.former;
    return former !== undefined && former.until > since ? [former.person] : [];
  }

  /** Somebody signs this session over to somebody else, on the server itself. */
  takeOver(cookies: ReadonlyMap<string, string>, node: string, person: Person | undefined): void {
    const session = this.sessions.get(`${node} ${cookies.get('id') ?? ''}`);
    if (session === undefined || session.former !== undefined) return;
    session.former = { person: session.person, until: this.now() };
    session.person = person;
  }

  private alive(id: string | undefined, remember: string | undefined, node: string): OldSession | undefined {
    const session = this.sessions.get(`${node} ${id ?? ''}`);
    if (session === undefined) return undefined;
    if (this.now() - session.usedAt < idleMs) return session;
    const person = this.remembered.get(remember ?? '');
    if (session.person !== person) session.former ??= { person: session.person, until: session.usedAt + idleMs };
    session.person = person;
    return session;
  }

  private name(prefix: string): string {
    this.made += 1;
    return `${prefix}${this.made}`;
  }
}
