import type { Side, Stage } from './stage.ts';

/** Which side answers a customer for one capability, and why, for people. */
export interface Explanation {
  side: Side;
  stage: Stage;
  reason: string;
  /** The reason as a sentence. */
  because: string;
  /** 0 to 9,999: on the new side of a canary when below `percent` × 100. The same in all capabilities of one salt. */
  bucket: number;
}

/** Which side a customer is on: `GET /operations/v1/customers/{id}`. */
export interface CustomerDocument {
  customer: string;
  segment: string | null;
  capabilities: readonly ({ name: string; title: string } & Explanation)[];
}

/** A customer's sessions: `GET /operations/v1/sessions?customer=`. */
export interface CustomerSessionsDocument {
  customer: string;
  /** Those that can still be used. */
  sessions: readonly {
    id: string;
    startedAt: string;
    /** When it ends at the latest. */
    expiresAt: string;
  }[];
  /** When operators ended others, newest first. */
  ended: readonly { at: string; actor: string; reason: string }[];
}

/** `POST /operations/v1/sessions/end` */
export interface SessionsEndedDocument {
  customer: string;
  /** How many were known. */
  ended: number;
}
