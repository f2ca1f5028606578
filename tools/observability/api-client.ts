/** The HTTP API of one of the systems, in JSON. */
import { z } from 'zod';

export interface ApiClientOptions {
  /** With the path below which the API is, if there is one. */
  url: string;
  headers: Record<string, string>;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query, relative to the address. */
  path: string;
  /** Sent as JSON, or as it is when it is text. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The system answered, and said no. */
export class RefusedError extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(`${status} ${reason}`);
    this.status = status;
  }
}

/** Elasticsearch gives up after 30 s by itself, and says what it has waited for: it is to be heard, on a busy machine, too. */
const timeoutMs = 120_000;

export class ApiClient {
  private readonly options: ApiClientOptions;

  constructor(options: ApiClientOptions) {
    this.options = options;
  }

  /** @throws RefusedError with the words of the system; Error when it cannot be reached. */
  async call({ method = 'GET', path, body, headers }: ApiRequest): Promise<unknown> {
    const isText = typeof body === 'string';
    const response = await fetch(new URL(path, `${this.options.url.replace(/\/$/, '')}/`), {
      method,
      headers: {
        ...this.options.headers,
        ...(body !== undefined && { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const content = jsonOf(text);
    if (!response.ok)
      throw new RefusedError(response.status, reasonOf(content) ?? (text.trim() || response.statusText));
    return content;
  }

  /** @returns undefined for what is not there */
  async find(path: string): Promise<unknown> {
    return this.call({ path }).catch((error: unknown) => {
      if (error instanceof RefusedError && error.status === 404) return undefined;
      throw error;
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each of the systems has its own way to say what it does not like. */
const refusal = z.union([
  z.object({ error: z.object({ reason: z.string() }) }).transform(({ error }) => error.reason),
  z.object({ error: z.string(), message: z.string() }).transform(({ message }) => message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
]);

function reasonOf(content: unknown): string | undefined {
  return refusal.safeParse(content).data;
}
