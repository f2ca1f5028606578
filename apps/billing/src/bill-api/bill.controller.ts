import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { InjectReadModel } from '@wellspring/read-model';
import { answerList, answerOne, parseFieldsOnly, parseListQuery, type RawQuery, ResourceReader } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { BillNotFoundError } from '../bill/bill.errors.ts';
import { customerBill } from '../bill/bill.resource.ts';

@Controller(customerBill.path)
export class BillController {
  constructor(
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly reader: ResourceReader,
  ) {}

  @Get()
  async list(
    @CurrentCustomer() customer: Customer,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const query = parseListQuery(customerBill, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    return answerList(reply, request.url, query, await this.reader.list(customerBill, query, customer.id));
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(customerBill, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    const document = await this.reader.one(customerBill, id, customer.id);
    if (document === undefined) throw new BillNotFoundError();
    return answerOne(reply, fields, document);
  }
}
