import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { PersistenceModule, type PersistenceOptions } from '@wellspring/persistence';
import { EdgeModule } from './edge/edge.module.ts';
import { migrationTables } from './migration/migration.tables.ts';
import { CreateSession1795392000000 } from './migrations/1795392000000-create-session.ts';
import { CleanBooksByCookies1795996800000 } from './migrations/1795996800000-clean-books-by-cookies.ts';
import { CreateOldSideBook1795910400000 } from './migrations/1795910400000-create-old-side-book.ts';
import { EndSessionsOfACustomer1795824000000 } from './migrations/1795824000000-end-sessions-of-a-customer.ts';
import { CreateSessionAudit1795824001000 } from './migrations/1795824001000-create-session-audit.ts';
import { ProfileModule } from './old-portal/profile/profile.module.ts';

/** What this app keeps in its database. */
export const persistence: PersistenceOptions = {
  entities: [],
  migrations: [
    CreateSession1795392000000,
    EndSessionsOfACustomer1795824000000,
    CreateSessionAudit1795824001000,
    CreateOldSideBook1795910400000,
    CleanBooksByCookies1795996800000,
    ...migrationTables,
  ],
  idempotency: false,
  // Requests are forwarded without it, by the decisions last known.
  optional: true,
};

/** The data plane and its sessions. What it asks the migration comes with the module given to `with`. */
@Module({})
export class AppModule {
  /** @param migration exports `MIGRATION`. */
  static with(migration: Type | DynamicModule): DynamicModule {
    const everywhere: DynamicModule = {
      module: MigrationEverywhere,
      global: true,
      imports: [migration],
      exports: [migration],
    };
    return {
      module: AppModule,
      imports: [PersistenceModule.forRoot(persistence), ProfileModule, everywhere, EdgeModule],
    };
  }
}

@Module({})
class MigrationEverywhere {}
