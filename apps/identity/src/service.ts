import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { ClientDirectory } from './client/client-directory.ts';
import { CrmSettings, IdentitySettings } from './config.ts';
import { OpenIdProvider } from './provider/open-id-provider.ts';
import { mountProvider } from './provider/provider.routes.ts';

export const identity = defineService({
  name: 'identity',
  module: AppModule,
  settings: [IdentitySettings, CrmSettings, DatabaseSettings],
  configure: async (app) => {
    const { origins } = app.get(ClientDirectory);
    await mountProvider(app.getHttpAdapter().getInstance(), app.get(OpenIdProvider), origins);
  },
});
