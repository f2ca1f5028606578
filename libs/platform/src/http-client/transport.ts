import { buildConnector, Pool } from 'undici';
import { RequestContext } from '../tracing/request-context.ts';
import { tellingCertificateEnd } from './certificate-end.ts';
import type { Deadline } from './deadline.ts';
import { DependencyError, type FailureOutcome } from './dependency.error.ts';
import type { CompleteOptions } from './http-client.options.ts';
import { type HttpRequest, type HttpResponse, targetOf } from './http-request.ts';
import { networkFailure } from './network-failure.ts';

type Outgoing = Omit<HttpRequest<unknown>, 'schema'>;
type Headers = Record<string, string>;

/** One try of a call over the dependency's own connections, with every failure told apart. */
export class Transport {
  private readonly pool: Pool;
  private readonly basePath: string;

  constructor(
    private readonly dependency: string,
    private readonly options: CompleteOptions,
    onCertificate: (endsAtSeconds: number) => void,
  ) {
    const { origin, pathname } = new URL(options.baseUrl);
    this.basePath = pathname.replace(/\/$/, '');
    this.pool = new Pool(origin, {
      connections: options.maxConcurrent,
      connect: tellingCertificateEnd(
        buildConnector({ timeout: options.connectTimeoutMs, allowH2: false }),
        onCertificate,
      ),
      clientTtl: options.maxConnectionAgeMs,
      maxResponseSize: options.maxResponseBytes,
      // The deadline of the call covers these: each on its own begins anew with every byte that comes.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
  }

  /** The answer when it is a 2xx; its body parsed, `undefined` when empty. @throws {DependencyError} */
  async send(request: Outgoing, deadline: Deadline): Promise<HttpResponse<unknown>> {
    const { status, headers, text } = await this.exchange(request, deadline);
    const body = parse(text);
    if (status >= 200 && status < 300) {
      if (!body.isJson) throw this.failure(request, { outcome: 'bad_payload', detail: 'not JSON', status });
      return { status, headers, body: body.value };
    }
    const outcome = status >= 500 ? '5xx' : status >= 400 ? '4xx' : 'bad_payload';
    throw this.failure(request, { outcome, detail: `HTTP ${status}`, status, body: body.value });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async exchange(
    request: Outgoing,
    deadline: Deadline,
  ): Promise<{ status: number; headers: Headers; text: string }> {
    try {
      const { statusCode, headers, body } = await deadline.within(
        this.pool.request({
          method: request.method,
          path: targetOf(this.basePath, request),
          headers: this.headers(request, deadline),
          body: request.body === undefined ? null : JSON.stringify(request.body),
          signal: deadline.signal,
        }),
      );
      return { status: statusCode, headers: flatten(headers), text: await deadline.within(body.text()) };
    } catch (error) {
      const failure = networkFailure(error);
      if (failure === undefined) throw error;
      throw this.failure(request, { outcome: failure.outcome, detail: failure.code, cause: error });
    }
  }

  private headers(request: Outgoing, deadline: Deadline): Headers {
    const traceparent = RequestContext.traceparent();
    return {
      accept: 'application/json',
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(traceparent !== undefined && { traceparent }),
      'x-request-timeout-ms': String(Math.ceil(deadline.remainingMs)),
      ...this.options.headers,
      ...request.headers,
    };
  }

  private failure(
    { operation }: Outgoing,
    failure: { outcome: FailureOutcome; detail: string; status?: number; body?: unknown; cause?: unknown },
  ): DependencyError {
    return new DependencyError({ dependency: this.dependency, operation, ...failure });
  }
}

function parse(text: string): { isJson: boolean; value: unknown } {
  if (text === '') return { isJson: true, value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return { isJson: true, value };
  } catch {
    return { isJson: false, value: text };
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Headers {
  const flat: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
