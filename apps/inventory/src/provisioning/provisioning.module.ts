import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { InventorySettings } from '../config.ts';
import { provisioning, Provisioning } from './provisioning.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: provisioning,
      inject: [InventorySettings],
      useFactory: (settings: InventorySettings) => ({
        baseUrl: settings.provisioningUrl,
        timeoutMs: settings.provisioningTimeoutMs,
      }),
    }),
  ],
  providers: [Provisioning],
  exports: [Provisioning],
})
export class ProvisioningModule {}
