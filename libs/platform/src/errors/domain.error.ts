export interface DomainErrorOptions {
  /** Dotted and stable, for programs: `BILL.ALREADY_PAID`. */
  readonly code: string;
  /** Static text, for people and for counting; what varies goes into `details`. Shown to the client. */
  readonly message: string;
  /** HTTP status, 400–599. */
  readonly status: number;
  /** Explanation that may be shown to a customer (TMF630 `reason`); the message unless given. */
  readonly reason?: string;
  /** URI of further documentation (TMF630 `referenceError`, RFC 9457 `type`). */
  readonly referenceError?: string;
  /** Further members of a problem body: JSON, nothing confidential. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Response headers, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A failure the service knows and has a name for. Thrown anywhere, mapped to HTTP once, by the exception filter. */
export class DomainError extends Error {
  readonly code: string;
  readonly status: number;
  readonly reason: string;
  readonly referenceError: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: DomainErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.status = options.status;
    this.reason = options.reason ?? options.message;
    this.referenceError = options.referenceError;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}
