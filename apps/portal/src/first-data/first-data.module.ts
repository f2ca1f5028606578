import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { PortalSettings } from '../portal.settings.ts';
import { FirstData } from './first-data.ts';
import { firstDataServices } from './first-data-services.ts';

/** One client for each service that has something a page can come with. */
const clients = firstDataServices.map((name) =>
  HttpClientModule.register({
    name,
    inject: [PortalSettings],
    useFactory: (settings: PortalSettings) => ({
      baseUrl: settings[`${name}Url`],
      timeoutMs: settings.firstDataTimeoutMs,
    }),
  }),
);

@Module({ imports: clients, providers: [FirstData], exports: [FirstData] })
export class FirstDataModule {}
