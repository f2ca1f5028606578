import { STATUS_CODES } from 'node:http';
import type { DomainError } from './domain.error.ts';

export interface ErrorBody {
  readonly contentType: string;
  readonly body: string;
}

/** RFC 9457 problem details, with the error's own `details` beside them. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Dotted and stable, for programs. */
  readonly code: string;
  /** The reference that a customer can quote. */
  readonly traceId?: string | undefined;
}

const tmfPrefix = '/tmf-api/';

/**
 * The body of an error: TMF630 (`code`, `reason`, `message`, `status`, `referenceError`) below `/tmf-api/`, RFC 9457
 * problem details elsewhere. Both carry the trace id, which is the reference a customer can quote.
 */
export function errorBody(error: DomainError, path: string, traceId: string | undefined): ErrorBody {
  return path.startsWith(tmfPrefix) ? tmfBody(error, traceId) : problemBody(error, traceId);
}

function tmfBody(
  { code, reason, message, status, referenceError, details }: DomainError,
  traceId: string | undefined,
): ErrorBody {
  // TMF630 has status as a string.
  const body = { ...details, '@type': 'Error', code, reason, message, status: String(status), referenceError, traceId };
  return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

function problemBody(error: DomainError, traceId: string | undefined): ErrorBody {
  const problem: ProblemDocument = {
    type: error.referenceError ?? 'about:blank',
    title: error.referenceError === undefined ? (STATUS_CODES[error.status] ?? error.message) : error.message,
    status: error.status,
    detail: error.reason,
    code: error.code,
    traceId,
  };
  const body = JSON.stringify({ ...error.details, ...problem });
  return { contentType: 'application/problem+json; charset=utf-8', body };
}
