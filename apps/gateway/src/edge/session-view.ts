import { Inject, Injectable } from '@nestjs/common';
import { migrationToken, type Migration } from '../migration/migration.ts';
import type { Caller } from './caller.ts';
import { handleOf } from './page-session.ts';

/** What pages may know: who is signed in, and which capabilities are new for them. */
export interface PublicSession {
  customer: { id: string; name: string; email: string; locale: string | undefined } | null;
  /** To be named by what a page made for it sends: see `page-session.ts`. */
  session: string | null;
  capabilities: Record<string, 'new' | 'legacy'>;
  expiresAt: string | null;
}

@Injectable()
export class SessionView {
  constructor(@Inject(migrationToken) private readonly migration: Migration) {}

  of({ session, visitor }: Caller): PublicSession {
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
