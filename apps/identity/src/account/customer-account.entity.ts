import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A customer who has signed in here at least once. */
@Entity('customer_account')
export class CustomerAccount {
  /** The customer's number in the CRM. */
  @PrimaryColumn('text')
  id!: string;

  /** The e-mail address in lower case; null once another customer has it. */
  @Column('text', { nullable: true, unique: true })
  login!: string | null;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text')
  locale!: string;

  @Column('text')
  segment!: string;

  /** Argon2id as a PHC string; null when the CRM no longer accepts the password it was made from. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  /** Since when the customer is closed in the CRM. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  /** When the CRM last confirmed the password. */
  @Column('timestamptz', { name: 'password_confirmed_at' })
  passwordConfirmedAt!: Date;
}
