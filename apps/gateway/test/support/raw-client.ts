import net, { type Socket } from 'node:net';

/** A bare TCP client: sends exactly these bytes and shows exactly what comes back. */
export class RawClient {
  received = '';
  closed = false;
  readonly socket: Socket;
  private readonly waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  static async connect(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = net.connect(Number(port), hostname);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket);
  }

  send(bytes: string): void {
    this.socket.write(bytes, 'latin1');
  }

  /** Waits until this text, or match, has come. @throws when it has not in time, showing what has */
  async until(expected: string | RegExp, timeoutMs = 10_000): Promise<string> {
    const found = (): boolean =>
      typeof expected === 'string' ? this.received.includes(expected) : expected.test(this.received);
    await this.wait(found, `${String(expected)} in ${JSON.stringify(this.received.slice(-2_000))}`, timeoutMs);
    return this.received;
  }

  async untilClosed(timeoutMs = 10_000): Promise<string> {
    await this.wait(
      () => this.closed,
      `the connection to close after ${JSON.stringify(this.received.slice(-500))}`,
      timeoutMs,
    );
    return this.received;
  }

  destroy(): void {
    this.socket.destroy();
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
  }

  private wait(done: () => boolean, what: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(check);
        reject(new Error(`Waited in vain for ${what}`));
      }, timeoutMs);
      const check = (): void => {
        if (!done()) return;
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

/** Sends one request on its own connection and gives everything that came back. */
export async function exchangeRaw(url: string, bytes: string): Promise<string> {
  const client = await RawClient.connect(url);
  client.send(bytes);
  return client.untilClosed();
}
