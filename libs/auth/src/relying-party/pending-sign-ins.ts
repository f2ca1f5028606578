import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cookiesOf, cookieValue } from '../cookies/cookies.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { SignInState } from './sign-in-state.ts';

/** A sign-in that was begun in this browser and has not come back. */
export interface PendingSignIn extends SignInState {
  /** Path the person wanted. */
  returnTo: string;
  /** Begun so long ago that the code is not taken any more: it can only be begun again. */
  isOver: boolean;
}

export interface PendingSignInsOptions {
  /** Begins the names of the cookies, such as `__Host-sign-in-`. */
  readonly prefix: string;
  /** As long as the provider's page waits for a password. */
  readonly lifetimeMs: number;
}

const purpose = 'sign-in';
/** Lax, since the provider sends the browser back from another site. */
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** Where somebody wanted to go is known for longer than the sign-in holds. */
const keptSeconds = 86_400;
/** Beyond either the oldest are forgotten, or they would fill the header section of every later request. */
const mostCookies = 5;
const mostBytes = 4_096;

const contentSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  at: z.number(),
});

type Content = z.output<typeof contentSchema>;

/**
 * What a browser keeps for us while somebody signs in: a sealed cookie for each tab that is on its way, so that each
 * lands where it wanted to go.
 */
export class PendingSignIns {
  constructor(
    private readonly sealer: Sealer,
    private readonly options: PendingSignInsOptions,
  ) {}

  /** `Set-Cookie` values: one remembers this sign-in, others remove the oldest. @param cookies of the request. */
  remember(state: SignInState, returnTo: string, cookies: string): string[] {
    const content: Content = { ...state, returnTo, at: Date.now() };
    const name = this.nameFor(state.state);
    const sealed = this.sealer.seal(purpose, JSON.stringify(content));
    const removed = this.beyondTheNewest(cookies, name.length + sealed.length);
    return [...removed.map(removal), `${name}=${sealed}; ${attributes}; Max-Age=${keptSeconds}`];
  }

  /** The sign-in of this browser that goes by this `state`. */
  find(state: string, cookies: string): PendingSignIn | undefined {
    const content = this.open(cookieValue(cookies, this.nameFor(state)));
    if (content?.state !== state) return undefined;
    const { at, ...pending } = content;
    return { ...pending, isOver: Date.now() - at > this.options.lifetimeMs };
  }

  /** `Set-Cookie` value that removes what was remembered. */
  forget(state: string): string {
    return removal(this.nameFor(state));
  }

  /** Names of the cookies that have no room beside a new one. */
  private beyondTheNewest(cookies: string, newBytes: number): string[] {
    const held = [...cookiesOf(cookies)]
      .filter(([name]) => name.startsWith(this.options.prefix))
      .map(([name, value]) => ({ name, bytes: name.length + value.length, at: this.open(value)?.at ?? 0 }))
      .toSorted((a, b) => b.at - a.at);
    let bytes = newBytes;
    return held
      .filter((each, index) => {
        bytes += each.bytes;
        return index + 1 >= mostCookies || bytes > mostBytes;
      })
      .map(({ name }) => name);
  }

  private open(sealed: string | undefined): Content | undefined {
    const text = sealed === undefined ? undefined : this.sealer.open(purpose, sealed);
    return text === undefined ? undefined : contentSchema.safeParse(JSON.parse(text)).data;
  }

  private nameFor(state: string): string {
    return this.options.prefix + createHash('sha256').update(state).digest('hex').slice(0, 8);
  }
}

function removal(name: string): string {
  return `${name}=; ${attributes}; Max-Age=0`;
}
