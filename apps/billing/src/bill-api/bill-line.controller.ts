import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { DomainError } from '@wellspring/platform';
import { InjectReadModel } from '@wellspring/read-model';
import { answerList, answerOne, parseFieldsOnly, parseListQuery, type RawQuery, ResourceReader } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { appliedBillingRate } from '../bill-line/bill-line.resource.ts';

/** TMF678 `appliedCustomerBillingRate`: the lines of the customer's bills. */
@Controller(appliedBillingRate.path)
export class BillLineController {
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
    const query = parseListQuery(appliedBillingRate, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    return answerList(reply, request.url, query, await this.reader.list(appliedBillingRate, query, customer.id));
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(appliedBillingRate, raw);
    reply.header('age', await this.copy.refreshIfOld(customer.id));
    const document = await this.reader.one(appliedBillingRate, id, customer.id);
    if (document === undefined) {
      throw new DomainError({ code: 'BILL_LINE.NOT_FOUND', message: 'There is no such line of a bill', status: 404 });
    }
    return answerOne(reply, fields, document);
  }
}
