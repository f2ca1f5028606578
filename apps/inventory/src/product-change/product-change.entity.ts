import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChangeAction, ChangeState, DeliveryAddress, ProductChangeDocument } from '@wellspring/contract-inventory';
import type { ProductChange } from './product-change.ts';

@Entity('product_change')
export class ProductChangeEntity implements ProductChange {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'product_id' })
  productId!: string;

  @Column('text')
  action!: ChangeAction;

  @Column('text')
  state!: ChangeState;

  @Column('timestamptz', { name: 'state_at' })
  stateAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('json', { name: 'deliver_to', nullable: true })
  deliverTo!: DeliveryAddress | null;

  @Column('timestamptz', { name: 'ordered_at', nullable: true })
  orderedAt!: Date | null;

  /** As it is shown. */
  @Column('json')
  document!: ProductChangeDocument;
}
