import { Controller, Delete, Headers, HttpCode, Inject, type InjectionToken, Param, type Type } from '@nestjs/common';
import { type Caller, CurrentCaller } from '@wellspring/auth';
import type { Resource } from '../query/resource.ts';
import { assertMayWrite } from './caller.ts';
import { LockedResources } from './locked-resources.ts';
import { named } from './named.ts';
import { ResourceEvents } from './resource-events.ts';
import type { ResourceRemoval } from './writes.ts';

/** `DELETE` of one. */
export function removeController(resource: Resource, removal: InjectionToken<ResourceRemoval>): Type<object> {
  @Controller(resource.path)
  class RemoveController {
    constructor(
      @Inject(removal) private readonly handler: ResourceRemoval,
      private readonly locked: LockedResources,
      private readonly events: ResourceEvents,
    ) {}

    @Delete(':id')
    @HttpCode(204)
    async remove(
      @CurrentCaller() caller: Caller,
      @Param('id') id: string,
      @Headers('if-match') ifMatch: string | undefined,
    ): Promise<void> {
      assertMayWrite(resource, caller);
      await this.locked.run({ resource, id, caller, ifMatch }, async (context) => {
        await this.handler.remove(context);
        await this.events.tell(context.manager, resource, 'Delete', context.before);
      });
    }
  }
  return named(RemoveController, resource, 'Remove');
}
