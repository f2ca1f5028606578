/** What can be done to PostgreSQL from outside of all apps. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** Far more than any server of a laptop allows. */
const mostConnections = 1_000;
/** Asked for side by side: each is a process of PostgreSQL's, which a busy machine takes its time to start. */
const atATime = 16;
/** Whoever gets no answer by then gets none: nothing here is waited for without an end. */
const patienceMs = 10_000;
/** Those of others end a moment after they were broken: so often in a row none may be left. */
const refusals = 3;
const betweenRefusalsMs = 200;
/** SQLSTATE of PostgreSQL. */
const tooManyConnections = '53300';

export async function runSql(url: string, text: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Connections that do nothing but be there, as those of an application that leaks them. */
export class Connections {
  private readonly taken: Client[] = [];

  get count(): number {
    return this.taken.length;
  }

  /**
   * Takes them until PostgreSQL has none left.
   * @throws Error when it does not say that it has none
   */
  async take(url: string): Promise<void> {
    for (let refused = 0; refused < refusals;) {
      if (refused > 0) await delay(betweenRefusalsMs);
      const before = this.taken.length;
      await Promise.all(Array.from({ length: atATime }, () => this.takeUntilRefused(url)));
      refused = this.taken.length === before ? refused + 1 : 1;
    }
  }

  /** One that does not end in time is as good as given back: whoever broke the connection to it ends it. */
  async giveBack(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.taken.splice(0).map((client) => client.end())),
      delay(patienceMs, undefined, { ref: false }),
    ]);
  }

  private async takeUntilRefused(url: string): Promise<void> {
    while (this.taken.length < mostConnections) {
      const client = new Client({
        connectionString: url,
        application_name: 'leaking-batch',
        connectionTimeoutMillis: patienceMs,
      });
      // Whoever stops PostgreSQL ends them.
      client.on('error', () => undefined);
      try {
        await client.connect();
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === tooManyConnections) return;
        throw error;
      }
      this.taken.push(client);
    }
  }
}
