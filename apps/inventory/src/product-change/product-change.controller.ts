import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { parseIdempotencyKey } from '@wellspring/persistence';
import { answerList, answerOne, parseFieldsOnly, parseListQuery, type RawQuery, ResourceReader } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCreateProductChange } from './create-product-change.dto.ts';
import type { ProductChangeDocument } from './product-change.document.ts';
import { ProductChangeNotFoundError } from './product-change.errors.ts';
import { productChangeResource } from './product-change.resource.ts';
import { ProductChangeService } from './product-change.service.ts';

@Controller(productChangeResource.path)
export class ProductChangeController {
  constructor(
    private readonly changes: ProductChangeService,
    private readonly reader: ResourceReader,
  ) {}

  @Post()
  async create(
    @CurrentCustomer() customer: Customer,
    @Headers('idempotency-key') header: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductChangeDocument> {
    const key = parseIdempotencyKey(header);
    const created = await this.changes.create(customer.id, key, parseCreateProductChange(body));
    reply.status(created.status).headers(created.headers);
    if (created.replayed) reply.header('idempotent-replayed', 'true');
    return created.body;
  }

  @Get()
  async list(
    @CurrentCustomer() customer: Customer,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const query = parseListQuery(productChangeResource, raw);
    return answerList(reply, request.url, query, await this.reader.list(productChangeResource, query, customer.id));
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(productChangeResource, raw);
    const document = await this.reader.one(productChangeResource, id, customer.id);
    if (document === undefined) throw new ProductChangeNotFoundError();
    return answerOne(reply, fields, document);
  }
}
