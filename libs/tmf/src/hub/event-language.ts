import { instant, oneOf } from '../query/attribute.ts';
import { type Attributes, meets } from '../query/meets.ts';
import { parseFilters } from '../query/parse-list-query.ts';
import type { Resource } from '../query/resource.ts';
import { nameInEvents } from '../routes/resource-events.ts';

/** What an API tells of: type of an event → the resource it is about. */
export type OfferedEvents = ReadonlyMap<string, Resource>;

/** What a listener wants to be told of. */
export interface EventQuery {
  readonly eventTypes: readonly string[];
  /** Whether it is about this event, as it is told. */
  lets(event: object): boolean;
}

/**
 * What can be asked of the events of an API, in the language of lists (TMF630): of their type and time, and of what of a
 * resource is in them, as `event.payment.status=done`.
 */
export class EventLanguage {
  private readonly attributes: Attributes;

  constructor(private readonly offered: OfferedEvents) {
    this.attributes = {
      eventType: oneOf('eventType', [...offered.keys()]),
      eventTime: instant('eventTime'),
      ...Object.fromEntries([...new Set(offered.values())].flatMap(contentOf)),
    };
  }

  /** @throws InvalidQueryError naming what is not understood */
  read(query: string): EventQuery {
    const { attributes } = this;
    const parameters = new URLSearchParams(query);
    const raw = Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
    const filters = parseFilters(attributes, raw);
    const ofTypes = filters.filter((anyOf) => anyOf.every(({ attribute }) => attribute === 'eventType'));
    return {
      eventTypes: [...this.offered.keys()].filter((eventType) => meets({ eventType }, ofTypes, attributes)),
      lets: (event) => meets(event, filters, attributes),
    };
  }
}

/** What has a column and is not in the document is not in the event either. */
function contentOf(resource: Resource): [string, Attributes[string]][] {
  const below = `event.${nameInEvents(resource)}`;
  return Object.entries(resource.filters).flatMap(([name, attribute]) =>
    resource.fields.includes(name) ? [[`${below}.${name}`, attribute]] : [],
  );
}
