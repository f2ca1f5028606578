import type { LimitChangeDocument, LimitChangeState } from '@wellspring/contract-usage';
import { minorUnits } from '@wellspring/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LimitChange } from './limit-change.ts';

@Entity('limit_change')
export class LimitChangeEntity implements LimitChange {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('bigint', { name: 'limit_minor', nullable: true, transformer: minorUnits })
  limitMinor!: number | null;

  @Column('text')
  currency!: string;

  @Column('text')
  state!: LimitChangeState;

  @Column('timestamptz', { name: 'state_at' })
  stateAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** As it is shown. */
  @Column('json')
  document!: LimitChangeDocument;
}
