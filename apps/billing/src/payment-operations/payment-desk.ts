import { Injectable } from '@nestjs/common';
import { type Money, ResourceNotFoundError, toMoney } from '@wellspring/tmf';
import { DataSource, type FindOptionsWhere } from 'typeorm';
import { PaymentEntity } from '../payment/payment.entity.ts';
import { payment as resource } from '../payment/payment.resource.ts';
import type { Payment } from '../payment/payment.ts';
import { type Author, type Decision, type Resolution, type ResolutionAction, resolutionActions } from './decision.ts';
import type { PaymentsQuery, ResolutionsQuery } from './payment-operations.requests.ts';
import { PaymentResolver } from './payment-resolver.ts';
import { ResolutionLog } from './resolution-log.ts';

/** A payment as operators see it: all there is but the card. */
export interface PaymentView {
  id: string;
  customerId: string;
  billId: string;
  amount: Money;
  state: Payment['state'];
  reason: Payment['reason'];
  /** Since when it is in this state. */
  since: Date;
  createdAt: Date;
  charge: { reference: string | null; attemptedAt: Date | null; unanswered: number };
  settlementReference: string | null;
  /** What can be decided now. */
  actions: readonly ResolutionAction[];
}

export interface PaymentPage {
  /** Oldest first: who has waited longest. */
  items: PaymentView[];
  total: number;
}

/** Payments as the operations API offers them: one value, shared with the management port. */
@Injectable()
export class PaymentDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly resolver: PaymentResolver,
    private readonly log: ResolutionLog,
  ) {}

  /** Those that need a person, unless something else is asked for. */
  async list({ state, bill, customer, limit }: PaymentsQuery): Promise<PaymentPage> {
    const anyState = bill !== undefined || customer !== undefined;
    const where: FindOptionsWhere<PaymentEntity> = {
      ...(bill !== undefined && { billId: bill }),
      ...(customer !== undefined && { customerId: customer }),
      ...(state !== undefined ? { state } : !anyState && { state: 'needsAttention' }),
    };
    const [payments, total] = await this.dataSource.manager.findAndCount(PaymentEntity, {
      where,
      order: { stateAt: 'ASC', id: 'ASC' },
      take: limit,
    });
    return { items: payments.map(viewOf), total };
  }

  /** @throws ResourceNotFoundError */
  async one(id: string): Promise<PaymentView & { history: Resolution[] }> {
    const payment = await this.dataSource.manager.findOneBy(PaymentEntity, { id });
    if (!payment) throw new ResourceNotFoundError(resource);
    return { ...viewOf(payment), history: await this.log.list({ payment: id }) };
  }

  /** Decides, and gives the payment as it is then. @throws what {@link PaymentResolver.resolve} does */
  async resolve(id: string, decision: Decision, author: Author): Promise<PaymentView & { history: Resolution[] }> {
    await this.resolver.resolve(id, decision, author);
    return this.one(id);
  }

  resolutions(query: ResolutionsQuery): Promise<Resolution[]> {
    return this.log.list(query);
  }
}

function viewOf(payment: Payment): PaymentView {
  const { id, customerId, billId, state, reason, createdAt } = payment;
  return {
    id,
    customerId,
    billId,
    amount: toMoney(payment.amountMinor, payment.currency),
    state,
    reason,
    since: payment.stateAt,
    createdAt,
    charge: {
      reference: payment.chargeId,
      attemptedAt: payment.chargeAttemptedAt,
      unanswered: payment.unansweredCharges,
    },
    settlementReference: payment.settlementNo,
    actions: state === 'needsAttention' ? resolutionActions : [],
  };
}
