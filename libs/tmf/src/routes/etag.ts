import { createHash } from 'node:crypto';
import { DomainError } from '@wellspring/platform';

/** 412: the resource is not what the client has seen (RFC 9110, section 13.1.1). */
export class PreconditionFailedError extends DomainError {
  constructor() {
    super({
      code: 'PRECONDITION.FAILED',
      message: 'The resource has changed since it was read',
      status: 412,
      reason: 'If-Match: must be the ETag of the resource as it is now',
    });
  }
}

/** Strong validator of a resource's JSON text. */
export function etagOf(document: string): string {
  return `"${createHash('sha256').update(document).digest('base64url').slice(0, 22)}"`;
}

/** @throws PreconditionFailedError when the client has named versions, and this is none of them */
export function assertMatches(ifMatch: string | undefined, document: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(document))) throw new PreconditionFailedError();
}
