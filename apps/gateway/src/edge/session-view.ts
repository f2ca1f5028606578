import { Inject, Injectable } from '@nestjs/common';
import type { SessionDocument } from '@wellspring/contract-gateway';
import { migrationToken, type Migration } from '../migration/migration.ts';
import type { Caller } from './caller.ts';
import { handleOf } from './page-session.ts';

@Injectable()
export class SessionView {
  constructor(@Inject(migrationToken) private readonly migration: Migration) {}

  of({ session, visitor }: Caller): SessionDocument {
    const { table } = this.migration;
    const capabilities = Object.fromEntries(
      table.capabilities.map((name) => [name, table.decide(name, visitor)?.side ?? 'legacy'] as const),
    );
    if (session === undefined) return { customer: null, session: null, capabilities, expiresAt: null };
    return {
      customer: { id: session.customerId, name: session.name, email: session.email, locale: session.locale },
      session: handleOf(session),
      capabilities,
      expiresAt: new Date(session.expiresAt).toISOString(),
    };
  }
}
