import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import { parseInput } from '@wellspring/platform';
import { ResourceNotFoundError } from '@wellspring/tmf';
import { payment as resource } from '../payment/payment.resource.ts';
import type { Resolution } from './decision.ts';
import { PaymentDesk, type PaymentPage } from './payment-desk.ts';
import {
  giveBackRequest,
  markPaidRequest,
  paymentsQuery,
  resolutionsQuery,
  retryRequest,
} from './payment-operations.requests.ts';

type OnePayment = ReturnType<PaymentDesk['one']>;

const paymentId = new ParseUUIDPipe({ exceptionFactory: () => new ResourceNotFoundError(resource) });

/** Payments that need a person, and what an operator decides about them. Each decision answers with the payment. */
@Controller('operations/v1')
@UseGuards(OperatorGuard)
export class PaymentOperationsController {
  constructor(private readonly desk: PaymentDesk) {}

  @Get('payments')
  list(@Query() query: unknown): Promise<PaymentPage> {
    return this.desk.list(parseInput(paymentsQuery, query));
  }

  @Get('payments/:id')
  one(@Param('id', paymentId) id: string): OnePayment {
    return this.desk.one(id);
  }

  @Post('payments/:id/retry')
  @HttpCode(200)
  retry(@Param('id', paymentId) id: string, @Body() body: unknown, @CurrentOperator() operator: Operator): OnePayment {
    const { reason } = parseInput(retryRequest, body);
    return this.desk.resolve(id, { action: 'retry' }, { operator: operator.actor, reason });
  }

  @Post('payments/:id/mark-paid')
  @HttpCode(200)
  markPaid(
    @Param('id', paymentId) id: string,
    @Body() body: unknown,
    @CurrentOperator() operator: Operator,
  ): OnePayment {
    const { reason, ...references } = parseInput(markPaidRequest, body);
    return this.desk.resolve(id, { action: 'mark-paid', ...references }, { operator: operator.actor, reason });
  }

  @Post('payments/:id/give-back')
  @HttpCode(200)
  giveBack(
    @Param('id', paymentId) id: string,
    @Body() body: unknown,
    @CurrentOperator() operator: Operator,
  ): OnePayment {
    const { reason, ...references } = parseInput(giveBackRequest, body);
    return this.desk.resolve(id, { action: 'give-back', ...references }, { operator: operator.actor, reason });
  }

  @Get('payment-resolutions')
  async resolutions(@Query() query: unknown): Promise<{ items: Resolution[]; next: number | null }> {
    const filter = parseInput(resolutionsQuery, query);
    const items = await this.desk.resolutions(filter);
    return { items, next: items.length < filter.limit ? null : (items.at(-1)?.id ?? null) };
  }
}
