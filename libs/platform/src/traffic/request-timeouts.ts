import { refusal } from '../errors/to-domain-error.ts';
import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';

const longestIntervalMs = 250;

/**
 * Ends exchanges whose response has not started when their time is up. One sweep over all of them, several times a
 * second, costs far less than a timer for each.
 */
export class RequestTimeouts {
  private readonly timer: NodeJS.Timeout;

  constructor(exchanges: Iterable<Exchange>, requestTimeoutMs: number) {
    const intervalMs = Math.max(10, Math.min(longestIntervalMs, requestTimeoutMs / 4));
    this.timer = setInterval(() => {
      const now = Date.now();
      for (const exchange of exchanges) {
        const { deadline } = exchange.context;
        if (deadline !== undefined && deadline <= now) expire(exchange);
      }
    }, intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

function expire(exchange: Exchange): void {
  const { request, response, context } = exchange;
  if (response.headersSent) return;
  const error = refusal(request.complete ? 503 : 408, { headers: { connection: 'close' } });
  refuse(exchange, response, error);
  context.cancel(error);
}
