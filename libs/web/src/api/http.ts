import * as z from 'zod/mini';
import { type Answer, readAnswer } from './answer.ts';
import { ApiError, type ApiErrorKind } from './api-error.ts';
import { pageHeaders, sessionHasChanged } from './page-session.ts';

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PATCH';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** How long the whole exchange may take. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 20_000;

/**
 * Asks our own origin for JSON and checks it against `schema`.
 * @throws ApiError for everything that is not a 2xx with the expected body.
 */
export async function fetchJson<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  request: HttpRequest = {},
): Promise<Answer<z.output<Schema>>> {
  const response = await send(path, request);
  if (!response.ok) throw await errorOf(response);
  const body: unknown = await response.json().catch(() => undefined);
  return readAnswer(schema, { status: response.status, body, header: (name) => response.headers.get(name) });
}

async function send(path: string, request: HttpRequest): Promise<Response> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
  try {
    return await fetch(path, {
      method: request.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...pageHeaders(),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    throw new ApiError('offline', { cause });
  }
}

const errorBody = z.object({ code: z.optional(z.string()), traceId: z.optional(z.string()) });

async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = z.safeParse(errorBody, body);
  if (response.status === 409 && parsed.data?.code === 'EDGE.SESSION_CHANGED') sessionHasChanged();
  return new ApiError(kindOf(response.status), {
    status: response.status,
    body,
    ...(parsed.data?.code && { code: parsed.data.code }),
    ...(parsed.data?.traceId && { reference: parsed.data.traceId }),
  });
}

function kindOf(status: number): ApiErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'notFound';
  if (status === 408 || status === 429 || status >= 500) return 'unavailable';
  if (status >= 400) return 'rejected';
  return 'unexpected';
}
