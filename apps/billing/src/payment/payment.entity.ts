import type { PaymentDocument, PaymentReason, PaymentState } from '@wellspring/contract-billing';
import { minorUnits } from '@wellspring/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Payment } from './payment.ts';

@Entity('payment')
export class PaymentEntity implements Payment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'bill_id' })
  billId!: string;

  @Column('text', { name: 'account_id' })
  accountId!: string;

  @Column('bigint', { name: 'amount_minor', transformer: minorUnits })
  amountMinor!: number;

  @Column('text')
  currency!: string;

  @Column('text')
  state!: PaymentState;

  @Column('timestamptz', { name: 'state_at' })
  stateAt!: Date;

  @Column('text', { nullable: true })
  reason!: PaymentReason | null;

  @Column('text', { name: 'correlator_id' })
  correlatorId!: string;

  @Column('text', { name: 'instrument_token', nullable: true })
  instrumentToken!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'charge_attempted_at', nullable: true })
  chargeAttemptedAt!: Date | null;

  @Column('integer', { name: 'unanswered_charges' })
  unansweredCharges!: number;

  @Column('text', { name: 'charge_id', nullable: true })
  chargeId!: string | null;

  @Column('text', { name: 'settlement_no', nullable: true })
  settlementNo!: string | null;

  /** As TMF676 shows it. */
  @Column('json')
  document!: PaymentDocument;
}
