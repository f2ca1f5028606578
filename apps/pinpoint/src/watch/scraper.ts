import { Agent, request } from 'undici';
import { networkFailure } from '@wellspring/platform';
import type { Target } from '../discovery/target.ts';
import { keptMetrics } from '../signals/kept-metrics.ts';
import { readMetrics } from '../signals/prometheus-text.ts';
import type { ProcessSample, ProcessState } from '../signals/snapshot.ts';

const nothing: ReadonlyMap<string, number> = new Map();
const largestBytes = 5_000_000;

/** Asks processes for their metrics. Whatever comes of it is a sample: not answering says something, too. */
export class Scraper {
  /** A connection of its own to each process, kept open: a new one each second would be most of the cost. */
  private readonly agent = new Agent({ connections: 2, pipelining: 1, maxResponseSize: largestBytes });

  constructor(private readonly timeoutMs: number) {}

  async scrape({ service, instance, url }: Target): Promise<ProcessSample> {
    const startedMs = performance.now();
    const sample = (state: ProcessState, values = nothing): ProcessSample => ({
      service,
      instance,
      state,
      tookMs: performance.now() - startedMs,
      values,
    });
    let text: string;
    try {
      const { statusCode, body } = await request(new URL('/metrics', url), {
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      text = await body.text();
      if (statusCode !== 200) return sample('unreadable');
    } catch (error) {
      const outcome = networkFailure(error)?.outcome;
      return sample(outcome === 'refused' || outcome === 'reset' || outcome === 'dns' ? 'refused' : 'silent');
    }
    try {
      return sample('answers', readMetrics(text, keptMetrics));
    } catch {
      return sample('unreadable');
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}
