import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  type InjectionToken,
  Param,
  Patch,
  Res,
  type Type,
} from '@nestjs/common';
import { type Caller, CurrentCaller } from '@wellspring/auth';
import { parseInput } from '@wellspring/platform';
import type { TmfReply } from '../http/answer-list.ts';
import { answerOne } from '../http/answer-one.ts';
import type { Resource } from '../query/resource.ts';
import { assertMayWrite } from './caller.ts';
import { etagOf } from './etag.ts';
import { LockedResources } from './locked-resources.ts';
import { merged } from './merge-patch.ts';
import { named } from './named.ts';
import { ResourceEvents } from './resource-events.ts';
import type { ResourceChange } from './writes.ts';

/** `PATCH` with a merge patch (RFC 7386). With `If-Match`, only what the client has seen is changed. */
export function changeController(resource: Resource, change: InjectionToken<ResourceChange>): Type<object> {
  @Controller(resource.path)
  class ChangeController {
    constructor(
      @Inject(change) private readonly handler: ResourceChange,
      private readonly locked: LockedResources,
      private readonly events: ResourceEvents,
    ) {}

    @Patch(':id')
    @HttpCode(200)
    async change(
      @CurrentCaller() caller: Caller,
      @Param('id') id: string,
      @Headers('if-match') ifMatch: string | undefined,
      @Body() body: unknown,
      @Res({ passthrough: true }) reply: TmfReply,
    ): Promise<string> {
      assertMayWrite(resource, caller);
      const patch = parseInput(this.handler.input, body);
      const document = await this.locked.run({ resource, id, caller, ifMatch }, async (context, read) => {
        // The patch as it was sent: what the schema makes of it has no `null` that removes.
        await this.handler.change(patch, merged(context.before, body), context);
        const changed = await read();
        await this.events.tell(context.manager, resource, 'AttributeValueChange', changed.document);
        return changed.text;
      });
      reply.header('etag', etagOf(document));
      return answerOne(reply, undefined, document);
    }
  }
  return named(ChangeController, resource, 'Change');
}
