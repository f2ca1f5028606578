import { createHash } from 'node:crypto';
import type { RequestFacts } from '../front/request-facts.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import type { Session } from '../session/session.ts';
import type { Caller } from './caller.ts';

/** A page that was made for one session must not do anything in another. */
export const sessionChanged: FailureAnswer = { status: 409, code: 'EDGE.SESSION_CHANGED' };

/** By what a page names the session it was made for: says nothing, and cannot be used for anything. */
export function handleOf(session: Session): string {
  return createHash('sha256').update(session.id).digest('base64url').slice(0, 16);
}

/** Whether a page sent this that was made for another session than the present one. One of nobody is told 401 anyway. */
export function isForAnother({ pageSession }: RequestFacts, { session }: Caller): boolean {
  return pageSession !== undefined && session !== undefined && pageSession !== handleOf(session);
}
