import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HubRelay } from './hub/hub-relay.ts';
import { hubController } from './hub/hub.controller.ts';
import { ListenerClients } from './hub/listener-clients.ts';
import { Listeners } from './hub/listeners.ts';
import { openApiController } from './openapi/openapi.controller.ts';
import { baseOf, type Resource } from './query/resource.ts';
import { ResourceReader } from './query/resource-reader.ts';
import { changeController } from './routes/change.controller.ts';
import { createController } from './routes/create.controller.ts';
import { LockedResources } from './routes/locked-resources.ts';
import { readController } from './routes/read.controller.ts';
import type { ResourceRegistration } from './routes/registration.ts';
import { removeController } from './routes/remove.controller.ts';
import { eventTypeOf, resourceEventKinds, ResourceEvents } from './routes/resource-events.ts';

export interface TmfOptions {
  /** Modules that export the providers that the resources name. */
  readonly imports?: NonNullable<DynamicModule['imports']>;
  readonly resources: readonly ResourceRegistration[];
  /**
   * Lets those who carry the scope `tmf:hub` register for events. Needs `HubSettings`, `hubMigrations` and the outbox.
   */
  readonly hub?: boolean;
}

/** Everything a service offers as TM Forum's Open APIs, from the declarations of its resources; see the README. */
@Module({})
export class TmfModule {
  static forRoot({ imports = [], resources, hub = false }: TmfOptions): DynamicModule {
    const apis = Map.groupBy(resources, ({ resource }) => baseOf(resource.path));
    return {
      module: TmfModule,
      imports,
      controllers: [
        ...[...apis].map(([base, registrations]) => openApiController(base, registrations)),
        ...(hub
          ? [...apis].map(([base, registrations]) => hubController(base, new Map(registrations.flatMap(eventsOf))))
          : []),
        ...resources.flatMap(controllersOf),
      ],
      providers: [
        ResourceReader,
        LockedResources,
        ResourceEvents,
        ...(hub ? [Listeners, ListenerClients, HubRelay] : []),
      ],
    };
  }
}

function controllersOf(registration: ResourceRegistration): Type<object>[] {
  const { resource, create, change, remove } = registration;
  return [
    readController(registration),
    ...(create ? [createController(resource, create)] : []),
    ...(change ? [changeController(resource, change)] : []),
    ...(remove ? [removeController(resource, remove)] : []),
  ];
}

function eventsOf({ resource, events = [] }: ResourceRegistration): [string, Resource][] {
  const common = resourceEventKinds.map((kind) => eventTypeOf(resource, kind));
  return [...common, ...events].map((eventType) => [eventType, resource]);
}
