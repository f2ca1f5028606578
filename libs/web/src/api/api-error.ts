/**
 * Why a request gave no answer that can be shown:
 * `offline` nothing came back; `unauthorized` nobody is signed in; `notFound`; `rejected` the request itself is wrong,
 * `code` says how; `unavailable` the server cannot answer at the moment; `unexpected` it answered something else.
 */
export type ApiErrorKind = 'offline' | 'unauthorized' | 'notFound' | 'rejected' | 'unavailable' | 'unexpected';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  /** The machine-readable code of a TMF630 error or an RFC 9457 problem. */
  readonly code: string | undefined;
  /** The trace id: what a customer tells the help desk and an operator searches the logs for. */
  readonly reference: string | undefined;
  /** The body that came with it, for callers who know more about it. */
  readonly body: unknown;

  constructor(
    kind: ApiErrorKind,
    details: { status?: number; code?: string; reference?: string; body?: unknown; cause?: unknown } = {},
  ) {
    super(`The request failed: ${kind}`, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.code = details.code;
    this.reference = details.reference;
    this.body = details.body;
  }

  /** Asking again may help. */
  get temporary(): boolean {
    return this.kind === 'offline' || this.kind === 'unavailable';
  }
}
