import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotencyKeys, type IdempotentResult, Outbox } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { hrefOf } from '@wellspring/tmf';
import { type EntityManager, In } from 'typeorm';
import type { Bill } from '../bill/bill.ts';
import { BillAlreadyPaidError, BillNotFoundError, BillOnHoldError } from '../bill/bill.errors.ts';
import { BillStore } from '../bill-copy/bill-store.ts';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import type { PaymentOrder } from './dto/create-payment.dto.ts';
import { PaymentCarrier } from './payment-carrier.ts';
import { type PaymentDocument, paymentDocumentOf } from './payment.document.ts';
import { PaymentEntity } from './payment.entity.ts';
import { PaymentAmountError, PaymentCurrencyError, PaymentInProgressError } from './payment.errors.ts';
import { paymentEvent } from './payment.events.ts';
import { payment as resource } from './payment.resource.ts';
import type { Payment } from './payment.ts';

/** The provider keeps a customer's usual card under this name; used when the customer enters no other. */
const usualCardOf = (customerId: string): string => `customer:${customerId}`;

/** Takes payments in. Carrying them out is the job's business. */
@Injectable()
export class PaymentService {
  constructor(
    private readonly idempotency: IdempotencyKeys,
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly bills: BillStore,
    private readonly outbox: Outbox,
    private readonly carrier: PaymentCarrier,
  ) {}

  /**
   * Records the payment, its event and the job that carries it out in one transaction.
   * @throws BillNotFoundError, BillAlreadyPaidError, BillOnHoldError, PaymentInProgressError, PaymentAmountError,
   * PaymentCurrencyError, and what IdempotencyKeys throws
   */
  async create(customerId: string, key: string, order: PaymentOrder): Promise<IdempotentResult<PaymentDocument>> {
    // The bill may have been paid elsewhere a moment ago; better to learn it now than after the card was charged.
    if (!(await this.copy.refresh(customerId))) await this.copy.refreshIfOld(customerId);
    const request = { method: 'POST', path: resource.path, body: order };
    return this.idempotency.run({ key, customerId, request }, async (manager) => {
      const bill = await this.payable(manager, customerId, order);
      const payment = await this.record(manager, bill, key, order);
      return { status: 201, headers: { location: hrefOf(resource, payment.id) }, body: payment.document };
    });
  }

  /** The bill, locked, so that of two payments of one bill the second finds the first. */
  private async payable(manager: EntityManager, customerId: string, order: PaymentOrder): Promise<Bill> {
    const bill = await this.bills.lock(manager, order.billId);
    if (bill?.customerId !== customerId) throw new BillNotFoundError();
    if (bill.state === 'settled') throw new BillAlreadyPaidError();
    if (bill.state === 'onHold') throw new BillOnHoldError();
    const unfinished = { billId: bill.id, state: In(['pending', 'needsAttention']) };
    if (await manager.existsBy(PaymentEntity, unfinished)) throw new PaymentInProgressError();
    if (order.currency !== bill.currency) throw new PaymentCurrencyError();
    if (order.amountMinor !== bill.openMinor) throw new PaymentAmountError();
    return bill;
  }

  private async record(manager: EntityManager, bill: Bill, key: string, order: PaymentOrder): Promise<PaymentEntity> {
    const now = new Date();
    const fields: Payment = {
      id: randomUUID(),
      customerId: bill.customerId,
      billId: bill.id,
      accountId: bill.accountId,
      amountMinor: bill.openMinor,
      currency: bill.currency,
      state: 'pending',
      stateAt: now,
      reason: null,
      correlatorId: key,
      instrumentToken: order.instrumentToken ?? usualCardOf(bill.customerId),
      createdAt: now,
      chargeAttemptedAt: null,
      unansweredCharges: 0,
      chargeId: null,
      settlementNo: null,
    };
    const payment = manager.create(PaymentEntity, { ...fields, document: paymentDocumentOf(fields) });
    await manager.insert(PaymentEntity, payment);
    await this.outbox.append(manager, paymentEvent('PaymentCreateEvent', payment));
    await this.carrier.enqueue(manager, payment.id);
    return payment;
  }
}
