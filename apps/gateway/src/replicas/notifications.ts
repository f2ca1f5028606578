import { type Logger, messageOf } from '@wellspring/platform';
import pg from 'pg';

const firstRetryMs = 250;
const longestRetryMs = 5_000;
const connectTimeoutMs = 5_000;

type Handler = (payload: string) => void;

/**
 * Listens to PostgreSQL's NOTIFY on a connection of its own, which it opens again whenever it breaks. What was told in
 * between is lost, so `onListening` is called each time for the listener to look for itself.
 */
export class Notifications {
  private readonly connectionString: string;
  private readonly logger: Logger;
  private readonly handlers = new Map<string, Handler>();
  private tellListening: () => void = () => undefined;
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;
  private closed = false;

  constructor(connectionString: string, logger: Logger) {
    this.connectionString = connectionString;
    this.logger = logger;
  }

  /** To be called before `start`. @param channel a plain lower-case name. */
  on(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }

  onListening(callback: () => void): void {
    this.tellListening = callback;
  }

  start(): void {
    void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'gateway listen',
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ channel, payload }) => this.handlers.get(channel)?.(payload ?? ''));
    // Both come when a connection breaks; the first one plans the next attempt.
    client.once('error', () => {
      this.tryAgain(client);
    });
    client.once('end', () => {
      this.tryAgain(client);
    });
    try {
      await client.connect();
      for (const channel of this.handlers.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      this.retryMs = firstRetryMs;
      this.tellListening();
    } catch (error) {
      this.logger.debug('cannot listen to the database', {
        'error.message': messageOf(error),
      });
      this.tryAgain(client);
    }
  }

  private tryAgain(client: pg.Client): void {
    if (this.closed || client !== this.client) return;
    this.client = undefined;
    // Further errors of a connection given up must not end the process.
    client.on('error', () => undefined);
    void client.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }
}
