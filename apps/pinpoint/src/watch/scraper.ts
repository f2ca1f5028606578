import type { ProcessState } from '@wellspring/contract-pinpoint';
import { Agent, request } from 'undici';
import { networkFailure } from '@wellspring/platform';
import type { Target } from '../discovery/target.ts';
import { keptMetrics } from '../signals/kept-metrics.ts';
import { readMetrics } from '../signals/prometheus-text.ts';
import type { ProcessSample } from '../signals/snapshot.ts';

const nothing: ReadonlyMap<string, number> = new Map();
const largestBytes = 5_000_000;

/** A question that was asked, and how it ends. */
interface Asked {
  readonly atMs: number;
  readonly answer: Promise<Pick<ProcessSample, 'state' | 'values' | 'tookMs'>>;
}

/** Asks processes for their metrics. Whatever comes of it is a sample: not answering says something, too. */
export class Scraper {
  /** A connection of its own to each process, kept open: a new one each second would be most of the cost. */
  private readonly agent = new Agent({ connections: 2, pipelining: 1, maxResponseSize: largestBytes });
  private readonly asked = new Map<string, Asked>();

  /**
   * @param timeoutMs whoever has not answered by then is silent in this second. It is not asked again meanwhile: an answer
   *   that comes late tells a process that is slow from one that hangs.
   * @param patienceMs after which it is asked anew
   */
  constructor(
    private readonly timeoutMs: number,
    private readonly patienceMs = 10 * timeoutMs,
  ) {}

  async scrape({ service, instance, machine, url }: Target): Promise<ProcessSample> {
    const asked = this.asked.get(url.href) ?? this.ask(url);
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => {
      late.resolve('late');
    }, this.timeoutMs);
    const found = await Promise.race([asked.answer, late.promise]);
    clearTimeout(timer);
    const silent = { state: 'silent', tookMs: performance.now() - asked.atMs, values: nothing } as const;
    return { service, instance, machine, ...(found === 'late' ? silent : found) };
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private ask(url: URL): Asked {
    const atMs = performance.now();
    const answer = this.read(url).then(({ state, values = nothing }) => {
      this.asked.delete(url.href);
      return { state, values, tookMs: performance.now() - atMs };
    });
    const asked = { atMs, answer };
    this.asked.set(url.href, asked);
    return asked;
  }

  private async read(url: URL): Promise<{ state: ProcessState; values?: ReadonlyMap<string, number> }> {
    let text: string;
    try {
      const { statusCode, body } = await request(new URL('/metrics', url), {
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.patienceMs),
      });
      text = await body.text();
      if (statusCode !== 200) return { state: 'unreadable' };
    } catch (error) {
      const outcome = networkFailure(error)?.outcome;
      return { state: outcome === 'refused' || outcome === 'reset' || outcome === 'dns' ? 'refused' : 'silent' };
    }
    try {
      return { state: 'answers', values: readMetrics(text, keptMetrics) };
    } catch {
      return { state: 'unreadable' };
    }
  }
}
