import { Injectable } from '@nestjs/common';
import type { CustomerSessionsDocument, SessionsEndedDocument } from '@wellspring/contract-gateway';
import { Database } from '@wellspring/persistence';
import { Logger } from '@wellspring/platform';
import { ProviderSignOut } from './provider-sign-out.ts';
import { Revocations } from './revocations.ts';
import { SessionStore } from './session.store.ts';

/** That an operator ended a customer's sessions, as it is kept for good. */
export interface SessionsEnded {
  at: Date;
  actor: string;
  reason: string;
}

/** What operators see of a customer's sessions, and do about them. */
@Injectable()
export class SessionOperations {
  constructor(
    private readonly store: SessionStore,
    private readonly revocations: Revocations,
    private readonly providerSignOut: ProviderSignOut,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Sessions that can still be used, and when operators ended others, newest first. */
  async of(customer: string): Promise<CustomerSessionsDocument> {
    const sessions = await this.store.ofCustomer(customer);
    const ended = await this.database.query<SessionsEnded & object>({
      name: 'list-sessions-ended',
      text: 'select at, actor, reason from session_audit where customer_id = $1 order by at desc limit 50',
      values: [customer],
    });
    return {
      customer,
      sessions: sessions.map(({ id, startedAt, expiresAt }) => ({
        id,
        startedAt: startedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
      ended: ended.map(({ at, ...by }) => ({ at: at.toISOString(), ...by })),
    };
  }

  /** Ends every session a customer has now, here and at the provider; returns how many were known. */
  async end(customer: string, { actor, reason }: Omit<SessionsEnded, 'at'>): Promise<SessionsEndedDocument> {
    this.logger.info("A customer's sessions are ended by an operator", {
      'event.action': 'end-sessions',
      'user.id': actor,
      'user.target.id': customer,
      'event.reason': reason,
    });
    const sessions = await this.store.ofCustomer(customer);
    await this.revocations.revokeAll({ kind: 'customer', customerId: customer });
    await this.database.query({
      name: 'note-sessions-ended',
      text: 'insert into session_audit (customer_id, actor, reason) values ($1, $2, $3)',
      values: [customer, actor, reason],
    });
    for (const { id } of sessions) await this.providerSignOut.end(id);
    return { customer, ended: sessions.length };
  }
}
