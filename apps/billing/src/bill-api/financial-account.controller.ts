import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { InjectReadModel } from '@wellspring/read-model';
import { answerList, answerOne, parseFieldsOnly, type RawQuery } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { financialAccountOf } from '../financial-account/financial-account.document.ts';
import { FinancialAccountNotFoundError } from '../financial-account/financial-account.errors.ts';
import { financialAccount } from '../financial-account/financial-account.resource.ts';
import { OpenAmounts } from '../financial-account/open-amounts.ts';

/** What the customer has to pay in all. A customer has one account, so a list of them has one page. */
@Controller(financialAccount.path)
export class FinancialAccountController {
  constructor(
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly open: OpenAmounts,
  ) {}

  @Get()
  async list(
    @CurrentCustomer() customer: Customer,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(financialAccount, raw);
    const body = `[${await this.documentOf(customer.id, reply)}]`;
    const page = { filters: [], sorts: [], offset: 0, limit: 1, after: undefined, fields };
    return answerList(reply, request.url, page, { body, count: 1, total: 1, remaining: null, last: [] });
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(financialAccount, raw);
    if (id !== customer.id) throw new FinancialAccountNotFoundError();
    return answerOne(reply, fields, await this.documentOf(customer.id, reply));
  }

  private async documentOf(customerId: string, reply: FastifyReply): Promise<string> {
    reply.header('age', await this.copy.refreshIfOld(customerId));
    return JSON.stringify(financialAccountOf(customerId, await this.open.of(customerId)));
  }
}
