import { Body, Controller, Get, Param, Patch, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { InjectReadModel } from '@wellspring/read-model';
import { answerList, answerOne, parseFieldsOnly, parseListQuery, type RawQuery, ResourceReader } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { ProductNotFoundError } from '../product/product.errors.ts';
import { productResource } from '../product/product.resource.ts';
import { type ProductCopy, productCopy } from '../product-copy/product-copy.ts';
import { ProductStore } from '../product-copy/product-store.ts';
import { parseUpdateProduct } from './update-product.dto.ts';

@Controller(productResource.path)
export class ProductController {
  constructor(
    @InjectReadModel(productCopy) private readonly copy: ProductCopy,
    private readonly reader: ResourceReader,
    private readonly products: ProductStore,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  async list(
    @CurrentCustomer() customer: Customer,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const query = parseListQuery(productResource, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    return answerList(reply, request.url, query, await this.reader.list(productResource, query, customer.id));
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(productResource, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    const document = await this.reader.one(productResource, id, customer.id);
    if (document === undefined) throw new ProductNotFoundError();
    return answerOne(reply, fields, document);
  }

  /** A customer may give a product a name of their own; the rest is provisioning's. */
  @Patch(':id')
  async rename(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { name } = parseUpdateProduct(body);
    const isTheirs = await this.dataSource.transaction((manager) =>
      this.products.rename(manager, id, customer.id, name ?? undefined),
    );
    if (!isTheirs) throw new ProductNotFoundError();
    return this.one(customer, id, {}, reply);
  }
}
