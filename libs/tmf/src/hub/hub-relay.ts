import { Injectable } from '@nestjs/common';
import { Outbox, type OutboxMessage, OutboxPublisher } from '@wellspring/persistence';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { InvalidQueryError } from '../query/invalid-query.error.ts';
import type { EventLanguage } from './event-language.ts';
import { Listeners } from './listeners.ts';
import { ListenerClients } from './listener-clients.ts';

/** Type of the messages that each are for one listener. */
const notification = 'TmfNotification';

const eventSchema = z.record(z.string(), z.unknown());
const payloadSchema = z.object({ listenerId: z.uuid(), event: eventSchema });

/**
 * Carries events from the outbox to listeners. An event is first copied for each listener, as a message of an aggregate of
 * its own: the outbox then keeps the order per resource and listener, tries again, and gives up, for each of them apart.
 */
@Injectable()
export class HubRelay {
  constructor(
    private readonly publisher: OutboxPublisher,
    private readonly outbox: Outbox,
    private readonly listeners: Listeners,
    private readonly clients: ListenerClients,
    private readonly dataSource: DataSource,
  ) {
    publisher.on(notification, (message) => this.deliver(message));
  }

  /** Has events of this type told to those who register for them, as far as their query lets it through. */
  offer(eventType: string, language: EventLanguage): void {
    this.publisher.on(
      eventType,
      (message) => this.copy(message, language),
      () => this.listeners.want(eventType),
    );
  }

  /** May be done twice for one event: listeners go by `eventId`. */
  private async copy(message: OutboxMessage, language: EventLanguage): Promise<void> {
    const { id, type, aggregatetype, aggregateid, createdAt } = message;
    const event = { eventId: id, ...eventSchema.parse(message.payload) };
    const registered = await this.listeners.toTell(type, createdAt);
    const listeners = registered.filter(({ query }) => isAbout(query, event, language));
    if (listeners.length === 0) return;
    await this.dataSource.transaction(async (manager) => {
      for (const { id: listenerId } of listeners) {
        await this.outbox.append(manager, {
          aggregatetype: `listener ${listenerId}`,
          aggregateid: `${aggregatetype}/${aggregateid}`,
          type: notification,
          payload: { listenerId, event },
        });
      }
    });
  }

  private async deliver(message: OutboxMessage): Promise<void> {
    const { listenerId, event } = payloadSchema.parse(message.payload);
    const listener = await this.listeners.find(listenerId);
    // Whoever has unregistered meanwhile is told nothing any more.
    if (listener) await this.clients.send(listener, event);
    else await this.clients.forget(listenerId);
  }
}

/** A query that names what there is no more, since a later release, holds nothing back: too much is no loss. */
function isAbout(query: string, event: object, language: EventLanguage): boolean {
  try {
    return language.read(query).lets(event);
  } catch (error) {
    if (error instanceof InvalidQueryError) return true;
    throw error;
  }
}
