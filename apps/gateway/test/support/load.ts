import http from 'node:http';

export interface LoadOptions {
  /** Asked in turn. */
  paths: readonly string[];
  workers?: number;
}

/** Keeps asking over keep-alive connections, as a load balancer in front does, and notes whatever goes wrong. */
export class Load {
  readonly wrong: string[] = [];
  readonly answers = new Map<string, number>();
  private readonly agent: http.Agent;
  private going = true;
  private asking = 0;
  private held: Promise<void> | undefined;
  private quiet: (() => void) | undefined;
  private readonly workers: Promise<void>[];

  private readonly url: () => string;
  private readonly options: LoadOptions;

  /** @param url of where to ask, looked at before each request */
  constructor(url: () => string, options: LoadOptions) {
    this.url = url;
    this.options = options;
    const { workers = 20 } = options;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: workers });
    this.workers = Array.from({ length: workers }, (_, n) => this.work(n));
  }

  get answered(): number {
    return [...this.answers.values()].reduce((sum, each) => sum + each, 0);
  }

  /** Does something while no request is on its way. */
  async between(work: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.held = promise;
    if (this.asking > 0) await new Promise<void>((quiet) => (this.quiet = quiet));
    await work();
    this.held = undefined;
    resolve(undefined);
  }

  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.workers);
    this.agent.destroy();
  }

  private async work(n: number): Promise<void> {
    const { paths } = this.options;
    for (let i = 0; this.going; i += 1) {
      if (this.held !== undefined) await this.held;
      const path = paths[(n + i) % paths.length] ?? '/';
      this.asking += 1;
      try {
        const text = await this.ask(i % 4 === n % 4 ? 'POST' : 'GET', path);
        this.answers.set(text, (this.answers.get(text) ?? 0) + 1);
      } catch (error) {
        this.wrong.push(error instanceof Error ? error.message : String(error));
      }
      this.asking -= 1;
      if (this.asking === 0) this.quiet?.();
    }
  }

  private ask(method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = method === 'POST' ? { 'content-type': 'application/json' } : {};
      const request = http.request(this.url() + path, { agent: this.agent, method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${method} ${path}: ${String(response.statusCode)} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(method === 'POST' ? '{"amount":1}' : undefined);
    });
  }
}
