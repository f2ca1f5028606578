import { z } from 'zod';

/** The service understood and said no, or something is in its way: an RFC 9457 problem. */
export class RefusedError extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(service: string, status: number, problem: unknown) {
    super(detailOf(problem) ?? `The ${service} answered ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

export interface OperationsClientOptions {
  /** Whose operations API it is, for messages. */
  service: string;
  url: string;
  token: string;
  as: string;
}

const timeoutMs = 15_000;

/** The operations API of one service. */
export class OperationsClient {
  private readonly options: OperationsClientOptions;

  constructor(options: OperationsClientOptions) {
    this.options = options;
  }

  get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const search = new URLSearchParams(query).toString();
    return this.call('GET', search === '' ? path : `${path}?${search}`);
  }

  post(path: string, body: unknown): Promise<unknown> {
    return this.call('POST', path, body);
  }

  /** @throws RefusedError; Error when the service cannot be reached. */
  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const { service, url, token, as } = this.options;
    const address = new URL(`/operations/v1${path}`, url);
    const response = await fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-operator-name': encodeURI(as).replaceAll('%20', ' '),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new Error(`Cannot reach the ${service} at ${address.origin}: ${causeOf(error)}`);
    });
    const content: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new RefusedError(service, response.status, content);
    return content;
  }
}

function detailOf(problem: unknown): string | undefined {
  return z.object({ detail: z.string() }).safeParse(problem).data?.detail;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
