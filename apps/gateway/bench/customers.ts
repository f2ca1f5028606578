import http from 'node:http';

/** Customers who come at a fixed rate, whatever becomes of those before, to each gateway in turn. */
export class Customers {
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly pending = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private readonly startedAt = performance.now();
  private readonly urls: readonly string[];
  private readonly perSecond: number;
  private readonly headers: Record<string, string>;
  private readonly latencies: number[] = [];
  private came = 0;
  private readonly failures: string[] = [];

  constructor(urls: readonly string[], perSecond: number, headers: Record<string, string> = {}) {
    this.urls = urls;
    this.perSecond = perSecond;
    this.headers = headers;
    this.timer = setInterval(() => {
      this.come();
    }, 1);
  }

  /** @returns what those got who did not get what they came for. */
  async leave(): Promise<string[]> {
    clearInterval(this.timer);
    await Promise.all(this.pending);
    this.agent.destroy();
    return this.failures;
  }

  /** From sending to the last byte, in order of length. */
  latenciesMs(): Float64Array {
    return Float64Array.from(this.latencies).sort();
  }

  private come(): void {
    const due = ((performance.now() - this.startedAt) / 1_000) * this.perSecond;
    for (; this.came < due; this.came += 1) {
      const visit: Promise<void> = this.visit(this.urls[this.came % this.urls.length] ?? '').then((got) => {
        if (got !== '200') this.failures.push(got);
        this.pending.delete(visit);
      });
      this.pending.add(visit);
    }
  }

  private visit(url: string): Promise<string> {
    return new Promise((resolve) => {
      const sentAt = performance.now();
      const { agent, headers } = this;
      const request = http.get(url, { agent, headers }, (response) => {
        response.resume();
        response.once('close', () => {
          this.latencies.push(performance.now() - sentAt);
          resolve(response.complete ? String(response.statusCode) : 'cut');
        });
      });
      request.once('error', ({ message }) => {
        resolve(message);
      });
    });
  }
}
