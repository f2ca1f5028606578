import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { openApiController } from './openapi/openapi.controller.ts';
import { ResourceReader } from './query/resource-reader.ts';
import { changeController } from './routes/change.controller.ts';
import { createController } from './routes/create.controller.ts';
import { LockedResources } from './routes/locked-resources.ts';
import { readController } from './routes/read.controller.ts';
import type { ResourceRegistration } from './routes/registration.ts';
import { removeController } from './routes/remove.controller.ts';
import { ResourceEvents } from './routes/resource-events.ts';

export interface TmfOptions {
  /** Modules that export the providers that the resources name. */
  readonly imports?: NonNullable<DynamicModule['imports']>;
  readonly resources: readonly ResourceRegistration[];
}

/** Everything a service offers as TM Forum's Open APIs, from the declarations of its resources; see the README. */
@Module({})
export class TmfModule {
  static forRoot({ imports = [], resources }: TmfOptions): DynamicModule {
    const apis = Map.groupBy(resources, ({ resource }) => baseOf(resource.path));
    return {
      module: TmfModule,
      imports,
      controllers: [
        ...[...apis].map(([base, registrations]) => openApiController(base, registrations)),
        ...resources.flatMap(controllersOf),
      ],
      providers: [ResourceReader, LockedResources, ResourceEvents],
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

/** `/tmf-api/customerBillManagement/v4/customerBill` → `/tmf-api/customerBillManagement/v4` */
function baseOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
