import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { PersistenceModule } from '@wellspring/persistence';
import { HttpClientModule } from '@wellspring/platform';
import { AccountDirectory } from './account/account-directory.ts';
import { ClosedCustomers } from './closed-customer/closed-customers.ts';
import { CustomerAccount } from './account/customer-account.entity.ts';
import { CustomerAccounts } from './account/customer-accounts.ts';
import { CustomerDirectory } from './account/customer-directory.ts';
import { OperatorDirectory } from './account/operator-directory.ts';
import { ClientAddress } from './client-address/client-address.ts';
import { ClientDirectory } from './client/client-directory.ts';
import { Clock } from './clock/clock.ts';
import { CrmSettings } from './config.ts';
import { CrmClient } from './crm/crm.client.ts';
import { MachineClients } from './machine-client/machine-clients.ts';
import { CreateIdentity1795392000000 } from './migrations/1795392000000-create-identity.ts';
import { FindSessionsByAccount1795824000000 } from './migrations/1795824000000-find-sessions-by-account.ts';
import { AssetsController } from './page/assets.controller.ts';
import { PasswordHasher } from './password/password-hasher.ts';
import { ClientSecrets } from './provider/client-secrets.ts';
import { ExpirySweep } from './provider/expiry-sweep.ts';
import { KeyRotation } from './provider/key-rotation.ts';
import { OidcRecordStore } from './provider/oidc-record.store.ts';
import { OpenIdProvider } from './provider/open-id-provider.ts';
import { ProviderEvents } from './provider/provider.events.ts';
import { ProviderPages } from './provider/provider.pages.ts';
import { SessionEnd } from './provider/session-end.ts';
import { Interactions } from './sign-in/interactions.ts';
import { NotFoundPageFilter } from './sign-in/not-found-page.filter.ts';
import { PageReply } from './sign-in/page-reply.ts';
import { SignInAudit } from './sign-in/sign-in.audit.ts';
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInMetrics } from './sign-in/sign-in.metrics.ts';
import { SignInService } from './sign-in/sign-in.service.ts';
import { SigningKeys } from './signing-key/signing-keys.ts';
import { SignInThrottle } from './throttle/sign-in-throttle.ts';
import { Vault } from './vault/vault.ts';

@Module({
  imports: [
    PersistenceModule.forRoot({
      entities: [CustomerAccount],
      migrations: [CreateIdentity1795392000000, FindSessionsByAccount1795824000000],
      idempotency: false,
    }),
    HttpClientModule.register({
      name: 'crm',
      inject: [CrmSettings],
      useFactory: (settings: CrmSettings) => ({
        baseUrl: settings.crmUrl,
        timeoutMs: settings.crmTimeoutMs,
        maxConcurrent: settings.crmMaxConcurrent,
        breaker: { openMs: settings.crmBreakerOpenMs },
      }),
    }),
  ],
  controllers: [SignInController, AssetsController],
  providers: [
    Clock,
    Vault,
    PasswordHasher,
    ClientAddress,
    ClientDirectory,
    MachineClients,
    ClientSecrets,
    AccountDirectory,
    CustomerAccounts,
    CustomerDirectory,
    ClosedCustomers,
    OperatorDirectory,
    CrmClient,
    SigningKeys,
    SignInThrottle,
    OidcRecordStore,
    OpenIdProvider,
    ProviderPages,
    ProviderEvents,
    SessionEnd,
    KeyRotation,
    ExpirySweep,
    Interactions,
    PageReply,
    { provide: APP_FILTER, useClass: NotFoundPageFilter },
    SignInAudit,
    SignInMetrics,
    SignInService,
  ],
})
export class AppModule {}
