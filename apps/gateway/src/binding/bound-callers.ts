import { LRUCache } from 'lru-cache';
import type { Identity } from '../session/session.ts';
import type { Clock } from './clock.ts';
import type { Claim, Finding } from './finding.ts';
import type { Inquiry } from './inquiry.ts';
import { judge } from './judgement.ts';
import { digest, type Rule } from './rule.ts';
import type { Asker } from './standing.ts';

export interface BoundSession extends Claim {
  readonly id: string;
}

export interface Opened<S> {
  session: S;
  setCookie: string;
}

/** Where the gateway's own sessions are opened and ended. None of these rejects. */
export interface SessionDesk<S extends BoundSession> {
  open(identity: Identity, portal: string): Promise<Opened<S>>;
  /** @returns the `Set-Cookie` value that makes the browser forget it */
  end(session: S): Promise<string>;
  /** Here and at the identity provider. */
  endEverywhere(session: S): Promise<string>;
}

/** Who a browser is that holds sessions of old portals. */
export interface BoundCaller<S> {
  session: S | undefined;
  setCookies: readonly string[];
  /** Whether somebody else is there now: the browser is to forget what it keeps of the one before. */
  changed: boolean;
}

interface Opening<S> {
  opened: Promise<Opened<S>>;
  /** In the order of `turn`; unknown until it has been opened. */
  openedAt: number;
}

const shareMs = 10_000;
const bytesEach = 1_024;
const mostBytes = 4_194_304;

/** Lets sessions go on, ends them or opens them, as the old portals say. */
export class BoundCallers<S extends BoundSession, A extends Asker = Asker> {
  /** Counts arrivals and openings: a clock has not enough digits to tell which was first. */
  private turn = 0;
  private readonly opened: LRUCache<string, Opening<S>>;

  constructor(
    private readonly rule: Rule,
    private readonly inquiry: Inquiry<A>,
    private readonly desk: SessionDesk<S>,
    clock: Clock,
  ) {
    this.opened = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: () => bytesEach,
      ttl: shareMs,
      perf: clock,
    });
  }

  /** @param askers one for each old portal of which the browser, or the gateway for it, holds a session */
  async recognise(claim: S | undefined, askers: readonly A[]): Promise<BoundCaller<S>> {
    const arrivedAt = this.nextTurn();
    const findings = await Promise.all(askers.map((asker) => this.inquiry.who(asker)));
    const handedBack = findings.flatMap(({ setCookies }) => setCookies);
    const judgement = judge(this.rule, claim, findings);
    switch (judgement.kind) {
      case 'goOn':
        return { session: claim, setCookies: handedBack, changed: false };
      case 'signedOut':
        return { session: undefined, setCookies: handedBack, changed: false };
      case 'end': {
        const forget = claim === undefined ? [] : [await this.desk.end(claim)];
        return { session: undefined, setCookies: [...forget, ...handedBack], changed: true };
      }
      case 'replace': {
        const forget = claim === undefined ? [] : [await this.desk.endEverywhere(claim)];
        const { identity, portal } = judgement;
        if (identity === undefined)
          return { session: undefined, setCookies: [...forget, ...handedBack], changed: true };
        const { session, setCookie } = await this.open(identity, portal, { askers, findings, arrivedAt });
        return { session, setCookies: [setCookie, ...handedBack], changed: true };
      }
      case 'open': {
        const { identity, portal } = judgement;
        const { session, setCookie } = await this.open(identity, portal, { askers, findings, arrivedAt });
        return { session, setCookies: [setCookie, ...handedBack], changed: false };
      }
      default:
        return judgement satisfies never;
    }
  }

  /** Who is there, when nothing is to come of it. */
  async look(claim: S | undefined, askers: readonly A[]): Promise<S | Identity | undefined> {
    const findings = await Promise.all(askers.map((asker) => this.inquiry.who(asker)));
    const judgement = judge(this.rule, claim, findings);
    switch (judgement.kind) {
      case 'goOn':
        return claim;
      case 'open':
        return judgement.identity;
      case 'signedOut':
      case 'end':
      case 'replace':
        return undefined;
      default:
        return judgement satisfies never;
    }
  }

  /** The same session for what came together, unless anything has happened since. */
  private async open(
    identity: Identity,
    portal: string,
    { askers, findings, arrivedAt }: { askers: readonly A[]; findings: readonly Finding[]; arrivedAt: number },
  ): Promise<Opened<S>> {
    const asker = askers.find((each) => each.portal === portal);
    const epoch = findings.find((each) => each.portal === portal)?.epoch;
    if (asker === undefined || epoch === undefined) return this.desk.open(identity, portal);
    const { browser = '', cookies } = asker;
    const about = [portal, browser, digest(cookies), epoch, identity.customerId].join(' ');
    const known = this.opened.get(about);
    if (known !== undefined && this.rule.mayHandOut(known.openedAt, arrivedAt)) return known.opened;
    const opening: Opening<S> = { opened: this.desk.open(identity, portal), openedAt: Infinity };
    this.opened.set(about, opening);
    const opened = await opening.opened;
    opening.openedAt = this.nextTurn();
    return opened;
  }

  private nextTurn(): number {
    this.turn += 1;
    return this.turn;
  }
}
