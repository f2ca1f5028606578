import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { PortalSettings } from '../portal.settings.ts';
import { FirstData } from './first-data.ts';

/** One client for each service that has something a page can come with. */
@Module({
  imports: [
    HttpClientModule.register({
      name: 'billing',
      inject: [PortalSettings],
      useFactory: ({ billingUrl, firstDataTimeoutMs }: PortalSettings) => ({
        baseUrl: billingUrl,
        timeoutMs: firstDataTimeoutMs,
      }),
    }),
  ],
  providers: [FirstData],
  exports: [FirstData],
})
export class FirstDataModule {}
