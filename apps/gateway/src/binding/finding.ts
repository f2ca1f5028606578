import type { Who } from './standing.ts';

/** A session of the gateway's, as far as its right to go on is concerned. */
export interface Claim {
  customerId: string;
  /** The old portal that vouches for it; undefined for one the identity provider opened. */
  openedFrom?: string | undefined;
}

/** What is known of a browser from one old portal. */
export interface Finding {
  portal: string;
  who: Who | 'unknown';
  /** `Set-Cookie` values of the answer, for the browser. */
  setCookies: readonly string[];
  /** The browser's epoch, where it is known. */
  epoch: string | undefined;
  /** Whether the gateway's session the request came with has been ended meanwhile. */
  ended: boolean;
}
