/** What can be done to PostgreSQL from outside of all apps. */
import { Client } from 'pg';

/** Far more than any server of a laptop allows. */
const mostConnections = 1_000;

export async function runSql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
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

  /** Takes them until PostgreSQL refuses to give any more. */
  async take(url: string): Promise<void> {
    while (this.taken.length < mostConnections) {
      const client = new Client({ connectionString: url, application_name: 'leaking-batch' });
      // Whoever stops PostgreSQL ends them.
      client.on('error', () => undefined);
      try {
        await client.connect();
      } catch {
        return;
      }
      this.taken.push(client);
    }
  }

  async giveBack(): Promise<void> {
    await Promise.all(this.taken.splice(0).map((client) => client.end()));
  }
}
