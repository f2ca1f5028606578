import { Controller, Get, Inject, Optional, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { type Caller, CurrentCaller } from '@wellspring/auth';
import { answerList, type TmfReply } from '../http/answer-list.ts';
import { answerOne } from '../http/answer-one.ts';
import { parseFieldsOnly } from '../query/fields.ts';
import type { RawQuery } from '../query/list-query.ts';
import { parseListQuery } from '../query/parse-list-query.ts';
import { ResourceReader, type ResourceSource } from '../query/resource-reader.ts';
import { ownerFor } from './caller.ts';
import { etagOf } from './etag.ts';
import { named } from './named.ts';
import type { Freshness, ResourceRegistration } from './registration.ts';
import { ResourceNotFoundError } from './resource-not-found.error.ts';

const always = Symbol('no copy to be refreshed');

/** `GET` of the collection and of one. */
export function readController({ resource, source, freshness, change, remove }: ResourceRegistration): Type<object> {
  const isChangeable = change !== undefined || remove !== undefined;

  @Controller(resource.path)
  class ReadController {
    constructor(
      @Inject(source ?? ResourceReader) private readonly resources: ResourceSource,
      @Optional() @Inject(freshness ?? always) private readonly copy?: Freshness,
    ) {}

    @Get()
    async list(
      @CurrentCaller() caller: Caller,
      @Query() raw: RawQuery,
      @Req() request: { url: string },
      @Res({ passthrough: true }) reply: TmfReply,
    ): Promise<string> {
      const owner = ownerFor(resource, caller);
      const query = parseListQuery(resource, raw, owner);
      await this.refresh(owner, reply);
      await this.tellMissing(owner, reply);
      return answerList(reply, request.url, query, await this.resources.list(resource, query, owner));
    }

    @Get(':id')
    async one(
      @CurrentCaller() caller: Caller,
      @Param('id') id: string,
      @Query() raw: RawQuery,
      @Res({ passthrough: true }) reply: TmfReply,
    ): Promise<string> {
      const fields = parseFieldsOnly(resource, raw);
      const owner = ownerFor(resource, caller);
      await this.refresh(owner, reply);
      // Made of many others, any of which may be missing.
      if (source !== undefined) await this.tellMissing(owner, reply);
      const document = await this.resources.one(resource, id, owner);
      if (document === undefined) throw new ResourceNotFoundError(resource);
      if (isChangeable) reply.header('etag', etagOf(document));
      return answerOne(reply, fields, document);
    }

    private async tellMissing(owner: string | undefined, reply: TmfReply): Promise<void> {
      const missing = (await this.copy?.missing?.(owner)) ?? 0;
      if (missing > 0) reply.header('x-missing-count', missing);
    }

    private async refresh(owner: string | undefined, reply: TmfReply): Promise<void> {
      if (this.copy) reply.header('age', await this.copy.refreshIfOld(owner));
    }
  }
  return named(ReadController, resource, 'Read');
}
