import { Injectable } from '@nestjs/common';
import type { OutboxMessage } from './outbox.message.ts';

/**
 * Delivers one message. Throwing means "again later". It may be called twice for one message (a process can die between
 * the delivery and its record), so the receiver goes by `message.id`. The signal fires at the deadline.
 */
export type OutboxHandler = (message: OutboxMessage, signal: AbortSignal) => Promise<void>;

/** Event types, or every one there is. */
export type OutboxTypes = readonly string[] | 'every';

/** Who wants to be told what. A message of a type nobody has registered for is left where it is. */
@Injectable()
export class OutboxPublisher {
  private readonly handlers: { type: string; handler: OutboxHandler; isWanted: () => boolean }[] = [];

  /**
   * Registers a handler for one event type, or for every type with `*`.
   * @param isWanted whether it wants to be told at the moment; while nobody does, messages stay where they are
   */
  on(type: string, handler: OutboxHandler, isWanted = (): boolean => true): void {
    this.handlers.push({ type, handler, isWanted });
  }

  /** What somebody has registered for. */
  get types(): OutboxTypes {
    const wanted = this.handlers.filter(({ isWanted }) => isWanted());
    if (wanted.some(({ type }) => type === '*')) return 'every';
    return [...new Set(wanted.map(({ type }) => type))];
  }

  /** Calls every handler of the message's type; one that fails fails the delivery, and all are called again. */
  async publish(message: OutboxMessage, signal: AbortSignal): Promise<void> {
    const interested = this.handlers.filter(({ type }) => type === '*' || type === message.type);
    await Promise.all(interested.map(({ handler }) => handler(message, signal)));
  }
}
