import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@wellspring/auth';
import type { PaymentDocument } from '@wellspring/contract-billing';
import { type Commands, InjectCommands } from '@wellspring/persistence';
import { InjectReadModel } from '@wellspring/read-model';
import { type CreateContext, type ResourceCreation, ResourceNotFoundError } from '@wellspring/tmf';
import { type EntityManager, In } from 'typeorm';
import { BillAlreadyPaidError, BillOnHoldError } from '../bill/bill.errors.ts';
import { customerBill } from '../bill/bill.resource.ts';
import type { Bill } from '../bill/bill.ts';
import { type BillCopy, billCopy } from '../bill-copy/bill-copy.ts';
import { BillStore } from '../bill-copy/bill-store.ts';
import { paymentDocumentOf } from './payment.document.ts';
import { PaymentEntity } from './payment.entity.ts';
import { PaymentAmountError, PaymentCurrencyError, PaymentInProgressError } from './payment.errors.ts';
import { type PaymentOrder, paymentOrder } from './payment-order.ts';
import { type Payment, paymentCommand } from './payment.ts';

/** The provider keeps a customer's usual card under this name; used when the customer enters no other. */
const usualCardOf = (customerId: string): string => `customer:${customerId}`;

/** Takes payments in. Carrying them out is the job's business. */
@Injectable()
export class PaymentCreation implements ResourceCreation<PaymentOrder> {
  readonly input = paymentOrder;

  constructor(
    @InjectReadModel(billCopy) private readonly copy: BillCopy,
    private readonly bills: BillStore,
    @InjectCommands(paymentCommand.name) private readonly commands: Commands<PaymentEntity>,
  ) {}

  /** The bill may have been paid elsewhere a moment ago; better to learn it now than after the card was charged. */
  async prepare(_order: PaymentOrder, customer: Caller): Promise<void> {
    if (!(await this.copy.refresh(customer.id))) await this.copy.refreshIfOld(customer.id);
  }

  /**
   * Records the payment and the job that carries it out.
   * @throws ResourceNotFoundError, BillAlreadyPaidError, BillOnHoldError, PaymentInProgressError, PaymentAmountError,
   * PaymentCurrencyError
   */
  async create(order: PaymentOrder, { manager, caller, key }: CreateContext): Promise<PaymentDocument> {
    const bill = await this.payable(manager, caller.id, order);
    return this.record(manager, bill, key, order);
  }

  /** The bill, locked, so that of two payments of one bill the second finds the first. */
  private async payable(manager: EntityManager, customerId: string, order: PaymentOrder): Promise<Bill> {
    const bill = await this.bills.lock(manager, order.billId);
    if (bill?.customerId !== customerId) throw new ResourceNotFoundError(customerBill);
    if (bill.state === 'settled') throw new BillAlreadyPaidError();
    if (bill.state === 'onHold') throw new BillOnHoldError();
    const unfinished = { billId: bill.id, state: In(['pending', 'needsAttention']) };
    if (await manager.existsBy(PaymentEntity, unfinished)) throw new PaymentInProgressError();
    if (order.currency !== bill.currency) throw new PaymentCurrencyError();
    if (order.amountMinor !== bill.openMinor) throw new PaymentAmountError();
    return bill;
  }

  private async record(manager: EntityManager, bill: Bill, key: string, order: PaymentOrder): Promise<PaymentDocument> {
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
    await this.commands.begin(manager, payment.id);
    return payment.document;
  }
}
