import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: http.ServerResponse) => void;

/** A server whose answers can be changed while it is asked. */
export class UpstreamWithFaults {
  answer: Answer;
  /** When it was last asked for a customer, in milliseconds since 1970. */
  askedAt = 0;
  private readonly server: http.Server;

  private constructor(answer: Answer) {
    this.answer = answer;
    this.server = http.createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
      // The shadow says of nobody that it asks for them.
      if (request.headers['x-forwarded-for'] !== undefined) this.askedAt = Date.now();
      this.answer(response);
    });
  }

  static async start(answer: Answer): Promise<UpstreamWithFaults> {
    const upstream = new UpstreamWithFaults(answer);
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
