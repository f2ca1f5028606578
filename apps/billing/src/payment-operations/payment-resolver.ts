import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { ResourceNotFoundError } from '@wellspring/tmf';
import { DataSource, type EntityManager } from 'typeorm';
import { ChargeStep } from '../payment/charge-step.ts';
import { payment as resource } from '../payment/payment.resource.ts';
import type { Payment } from '../payment/payment.ts';
import { PaymentCarrier } from '../payment/payment-carrier.ts';
import { type PaymentChange, PaymentLedger } from '../payment/payment-ledger.ts';
import { changeOf } from './change-of-decision.ts';
import { type Author, type Decision, detailsOf } from './decision.ts';
import { NotWaitingForAPersonError } from './payment-operations.errors.ts';
import { ResolutionLog } from './resolution-log.ts';

/**
 * Carries out what people decide about payments that need one. The payment's row lock settles races: the second of two
 * operators finds it decided. Deciding the same again changes nothing and is no error.
 */
@Injectable()
export class PaymentResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly charging: ChargeStep,
    private readonly carrier: PaymentCarrier,
    private readonly log: ResolutionLog,
    private readonly logger: Logger,
  ) {}

  /**
   * @throws ResourceNotFoundError, NotWaitingForAPersonError, ReferenceMissingError, ChargeDiffersError; DependencyError
   * when the provider has to be asked and does not answer
   */
  async resolve(paymentId: string, decision: Decision, author: Author): Promise<void> {
    if (decision.action === 'give-back' && decision.refundReference === undefined)
      await this.charging.lookForCharge(paymentId);
    const change = await this.dataSource.transaction((manager) => this.decide(manager, paymentId, decision, author));
    if (!change) return;
    this.ledger.tell(paymentId, change);
    this.logger.warn('a person decided about a payment', {
      'event.action': 'payment-resolved',
      paymentId,
      decision: decision.action,
      operator: author.operator,
      state: change.state,
    });
  }

  /** Nothing when it was decided already. */
  private async decide(
    manager: EntityManager,
    paymentId: string,
    decision: Decision,
    author: Author,
  ): Promise<PaymentChange | undefined> {
    const payment = await this.ledger.lock(manager, paymentId);
    if (!payment) throw new ResourceNotFoundError(resource);
    if (payment.state !== 'needsAttention') {
      await this.assertDecidedSo(manager, payment, decision);
      return undefined;
    }
    const change = changeOf(payment, decision);
    const { id } = await this.log.append(manager, {
      ...author,
      paymentId,
      action: decision.action,
      details: detailsOf(decision),
      problem: payment.reason,
      ledTo: change.state,
    });
    await this.ledger.change(manager, payment, change);
    if (change.state === 'pending') await this.carrier.enqueue(manager, paymentId, `${paymentId}/${id}`);
    return change;
  }

  private async assertDecidedSo(manager: EntityManager, payment: Payment, decision: Decision): Promise<void> {
    const [last] = await this.log.list({ payment: payment.id, limit: 1 }, manager);
    const same = last?.action === decision.action && isDeepStrictEqual(last.details, detailsOf(decision));
    if (!same) throw new NotWaitingForAPersonError(payment.state, last);
  }
}
