import { Body, Controller, Headers, Inject, type InjectionToken, Post, Res, type Type } from '@nestjs/common';
import { type Caller, CurrentCaller } from '@wellspring/auth';
import { IdempotencyKeys, parseIdempotencyKey } from '@wellspring/persistence';
import { parseInput } from '@wellspring/platform';
import type { TmfReply } from '../http/answer-list.ts';
import { hrefOf, type Resource } from '../query/resource.ts';
import { assertMayWrite } from './caller.ts';
import { named } from './named.ts';
import { ResourceEvents } from './resource-events.ts';
import type { ResourceCreation } from './writes.ts';

/** `POST`, which needs an `Idempotency-Key`: what is sent twice is created once. */
export function createController(resource: Resource, creation: InjectionToken<ResourceCreation>): Type<object> {
  @Controller(resource.path)
  class CreateController {
    constructor(
      @Inject(creation) private readonly creation: ResourceCreation,
      private readonly idempotency: IdempotencyKeys,
      private readonly events: ResourceEvents,
    ) {}

    @Post()
    async create(
      @CurrentCaller() caller: Caller,
      @Headers('idempotency-key') header: string | undefined,
      @Body() body: unknown,
      @Res({ passthrough: true }) reply: TmfReply,
    ): Promise<unknown> {
      assertMayWrite(resource, caller);
      const key = parseIdempotencyKey(header);
      const input = parseInput(this.creation.input, body);
      await this.creation.prepare?.(input, caller);
      const request = { method: 'POST', path: resource.path, body: input };
      const created = await this.idempotency.run({ key, customerId: caller.id, request }, async (manager) => {
        const document = await this.creation.create(input, { manager, caller, key });
        await this.events.tell(manager, resource, 'Create', document);
        const headers = { location: hrefOf(resource, document.id) };
        return { status: this.creation.status ?? 201, headers, body: document };
      });
      reply.status(created.status);
      for (const [name, value] of Object.entries(created.headers)) reply.header(name, value);
      if (created.replayed) reply.header('idempotent-replayed', 'true');
      return created.body;
    }
  }
  return named(CreateController, resource, 'Create');
}
