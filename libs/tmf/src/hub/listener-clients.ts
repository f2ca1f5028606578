import { Injectable } from '@nestjs/common';
import { HttpClient, Lifecycle, Logger, Metrics } from '@wellspring/platform';
import { z } from 'zod';
import { HubSettings } from './hub.settings.ts';
import type { Listener } from './listeners.ts';

/** Deliveries to one listener at a time: one that hangs takes no more of those that the outbox makes side by side. */
const maxConcurrent = 4;

/** A client for each listener, so that a dead one is found out by its own breaker and holds up no other. */
@Injectable()
export class ListenerClients {
  private readonly clients = new Map<string, HttpClient>();

  constructor(
    private readonly settings: HubSettings,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onCloseConnections('listeners', async () => {
      await Promise.all([...this.clients.values()].map((client) => client.close()));
    });
  }

  /** @throws DependencyError unless the listener answers with a 2xx */
  async send({ id, callback }: Listener, event: object): Promise<void> {
    const { pathname, search } = new URL(callback);
    await this.clientOf(id, callback).request({
      operation: 'notify',
      method: 'POST',
      path: pathname + search,
      body: event,
      schema: z.unknown(),
      idempotent: false,
    });
  }

  async forget(id: string): Promise<void> {
    const client = this.clients.get(id);
    this.clients.delete(id);
    await client?.close();
  }

  private clientOf(id: string, callback: string): HttpClient {
    const known = this.clients.get(id);
    if (known) return known;
    const { origin, host } = new URL(callback);
    const options = { baseUrl: origin, timeoutMs: this.settings.hubDeliveryTimeoutMs, maxConcurrent };
    const client = new HttpClient(`listener ${host}`, options, { metrics: this.metrics, logger: this.logger });
    this.clients.set(id, client);
    return client;
  }
}
