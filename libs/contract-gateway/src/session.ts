import type { Side } from './stage.ts';

/** What pages may know, as `GET /session` answers: who is signed in, and which capabilities are new for them. */
export interface SessionDocument {
  customer: { id: string; name: string; email: string; locale?: string | undefined } | null;
  /** To be named by what a page made for it sends. */
  session: string | null;
  /** By capability: which portal serves it to this customer. */
  capabilities: Record<string, Side>;
  expiresAt: string | null;
}
