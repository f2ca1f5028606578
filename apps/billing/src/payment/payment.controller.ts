import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CurrentCustomer, type Customer } from '@wellspring/auth';
import { parseIdempotencyKey } from '@wellspring/persistence';
import { answerList, answerOne, parseFieldsOnly, parseListQuery, type RawQuery, ResourceReader } from '@wellspring/tmf';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCreatePayment } from './dto/create-payment.dto.ts';
import type { PaymentDocument } from './payment.document.ts';
import { PaymentNotFoundError } from './payment.errors.ts';
import { payment } from './payment.resource.ts';
import { PaymentService } from './payment.service.ts';

@Controller(payment.path)
export class PaymentController {
  constructor(
    private readonly payments: PaymentService,
    private readonly reader: ResourceReader,
  ) {}

  @Post()
  async create(
    @CurrentCustomer() customer: Customer,
    @Headers('idempotency-key') header: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentDocument> {
    const key = parseIdempotencyKey(header);
    const created = await this.payments.create(customer.id, key, parseCreatePayment(body));
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
    const query = parseListQuery(payment, raw);
    return answerList(reply, request.url, query, await this.reader.list(payment, query, customer.id));
  }

  @Get(':id')
  async one(
    @CurrentCustomer() customer: Customer,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = parseFieldsOnly(payment, raw);
    const document = await this.reader.one(payment, id, customer.id);
    if (document === undefined) throw new PaymentNotFoundError();
    return answerOne(reply, fields, document);
  }
}
