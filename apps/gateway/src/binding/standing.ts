import type { Identity } from '../session/session.ts';

/** Whom an old portal named. */
export type Who = Identity | 'nobody';

/** What one old portal is sent for a browser, and where: a question about anything else is another question. */
export interface Binding {
  /** Name of the old portal. */
  portal: string;
  /** Which of its nodes, where it has several that do not share their sessions. */
  node: string | undefined;
  /** All of its session cookies exactly as they are sent, duplicates too. */
  cookies: string;
}

/** Somebody whose old session has to be asked about before the new side may answer. */
export interface Asker extends Binding {
  /** The id this gateway gave the browser; undefined for one that has none yet. */
  browser: string | undefined;
  browserAgeMs: number;
  /** The gateway's session the request came with. */
  sessionId: string | undefined;
  /** Whether somebody did this by hand: a page that asks by itself must not keep an idle old session alive. */
  byHand: boolean;
  /** How long the old portal keeps a session that nobody uses. */
  idleMs: number;
  /** How long the last answer stands while the old portal is wholly away. */
  outageMs: number;
}

/** An answer that was written down for requests to come, at this or another replica. */
export interface KeptAnswer {
  /** Digest of the cookies it was about. */
  cookies: string;
  node: string | undefined;
  /** The browser's epoch when the question was asked. */
  epoch: string;
  /** When it was asked, by the shared clock in epoch ms. */
  askedAt: number;
  who: Who;
}

/** What the replicas know together about one browser and the old side, in one read of their book. */
export interface SharedStanding {
  /** The shared clock, epoch ms. */
  now: number;
  /** Another one after each raise at any replica, and whenever the replicas that keep the book change. None comes twice. */
  epoch: string;
  /** Whether a request to the old side waits for the head of its answer, or ended without one not long ago. */
  waiting: boolean;
  /** Whether each replica that might send something is sure to write it down before. */
  complete: boolean;
  /** When somebody last did something by hand; undefined when that is not known. */
  byHandAt: number | undefined;
  /** Whether the session the request came with has been ended. */
  ended: boolean;
  answer: KeptAnswer | undefined;
}

export interface Standing {
  /** Counts what this replica sent for the browser. */
  raises: number;
  /** Undefined where it cannot be known: the book cannot be read, or this replica could not write into it. */
  shared: SharedStanding | undefined;
}
