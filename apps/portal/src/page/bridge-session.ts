import { type Session, sessionSchema } from '../../web/session/session.ts';
import * as z from 'zod/mini';

const bridged = z.extend(sessionSchema, { changed: z.optional(z.boolean()) });

export interface BridgedSession {
  /** As the gateway answers `GET /session`. */
  session: Session;
  /** Whether somebody else is there than before, so that the browser has to forget what it keeps. */
  changed: boolean;
}

/**
 * What the gateway says of who is there, in the header only it can send. Without it, or when it cannot be read, the page
 * is everybody's, and asks for itself.
 */
export function bridgedSession(header: string | string[] | undefined): BridgedSession | undefined {
  if (typeof header !== 'string') return undefined;
  const parsed = z.safeParse(bridged, jsonOf(Buffer.from(header, 'base64url').toString()));
  if (!parsed.success) return undefined;
  const { changed = false, ...session } = parsed.data;
  return { session, changed };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
