import type { ZodType } from 'zod';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type QueryValue = string | number | boolean;

export interface HttpRequest<T> {
  /** Name of the call in metrics and log: a constant such as `list-invoices`, never anything from a request. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** Below the client's base URL, beginning with `/`; variable parts encoded by the caller. */
  readonly path: string;
  /** Values left `undefined` are left out; arrays repeat the name. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body of a 2xx has to look like; an empty body is `undefined`. */
  readonly schema: ZodType<T>;
  /**
   * Whether repeating it does no harm, and the answer to the repeat can be taken for that to the first try. Unless given,
   * what RFC 9110 (section 9.2.2) says about the method.
   */
  readonly idempotent?: boolean;
  /** Shorter deadline than the client's. */
  readonly timeoutMs?: number;
}

export interface HttpResponse<T> {
  readonly status: number;
  /** By lowercase name; repeated ones joined with a comma (RFC 9110, section 5.3). */
  readonly headers: Record<string, string>;
  readonly body: T;
}

const idempotentMethods: ReadonlySet<HttpMethod> = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

export function isIdempotent(request: Pick<HttpRequest<unknown>, 'method' | 'idempotent'>): boolean {
  return request.idempotent ?? idempotentMethods.has(request.method);
}

/** Path and query below a base path that has no slash at its end. */
export function targetOf(basePath: string, { path, query }: Pick<HttpRequest<unknown>, 'path' | 'query'>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of [value].flat()) if (each !== undefined) parameters.append(name, String(each));
  }
  return `${basePath}${path}${parameters.size > 0 ? `?${parameters.toString()}` : ''}`;
}
