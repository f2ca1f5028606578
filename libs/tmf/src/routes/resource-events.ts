import { Injectable, Optional } from '@nestjs/common';
import { Outbox, type OutboxEvent } from '@wellspring/persistence';
import type { EntityManager } from 'typeorm';
import type { Document } from '../query/made-resources.ts';
import type { Resource } from '../query/resource.ts';

/** What can happen to a resource, as TMF names events. */
export const resourceEventKinds = ['Create', 'StateChange', 'AttributeValueChange', 'Delete'] as const;

export type ResourceEventKind = (typeof resourceEventKinds)[number];

/** `PaymentStateChangeEvent` */
export const eventTypeOf = ({ type }: Pick<Resource, 'type'>, kind: ResourceEventKind): string => `${type}${kind}Event`;

/** What a resource is called in what is told of it: `payment`. */
export const nameInEvents = ({ type }: Pick<Resource, 'type'>): string => type.charAt(0).toLowerCase() + type.slice(1);

/** A TMF630 event, for the outbox: the resource as it is now. Its `eventId` is added when it is delivered. */
export function resourceEvent(
  resource: Pick<Resource, 'type'>,
  kind: ResourceEventKind,
  document: Document,
  at = new Date(),
): OutboxEvent {
  const name = nameInEvents(resource);
  const eventType = eventTypeOf(resource, kind);
  return {
    aggregatetype: name,
    aggregateid: document.id,
    type: eventType,
    payload: { eventType, eventTime: at.toISOString(), event: { [name]: document } },
  };
}

/** Tells of what was done by request, where the service has an outbox. */
@Injectable()
export class ResourceEvents {
  constructor(@Optional() private readonly outbox?: Outbox) {}

  /** In the transaction of what happened. */
  async tell(manager: EntityManager, resource: Resource, kind: ResourceEventKind, document: Document): Promise<void> {
    await this.outbox?.append(manager, resourceEvent(resource, kind, document));
  }
}
