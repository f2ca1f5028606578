import { createHash } from 'node:crypto';

/** What makes two requests the same: a repeat with another body, path or method is another request. */
export interface IdempotentRequest {
  method: string;
  /** Path without the query, or any other stable name of the operation. */
  path: string;
  /** Parsed body. The order of its members does not matter. */
  body?: unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON in which equal values look equal: members sorted, `undefined` left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isRecord(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}

/** A hash, since the body may hold what must not be kept. */
export function fingerprint(request: IdempotentRequest): string {
  const text = canonical([request.method.toUpperCase(), request.path, request.body ?? null]);
  return createHash('sha256').update(text).digest('base64url');
}
