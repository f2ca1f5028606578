import { Brand } from '@wellspring/brand';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { ClientDirectory } from './client/client-directory.ts';
import { CrmSettings, IdentitySettings } from './config.ts';
import { wearBrand } from './page/assets.ts';
import { OpenIdProvider } from './provider/open-id-provider.ts';
import { mountProvider } from './provider/provider.routes.ts';

export const identity = defineService({
  name: 'identity',
  module: AppModule,
  settings: [IdentitySettings, CrmSettings, DatabaseSettings],
  configure: async (app) => {
    wearBrand(new Brand(app.get(IdentitySettings).brandFolder));
    const { origins } = app.get(ClientDirectory);
    await mountProvider(app.getHttpAdapter().getInstance(), app.get(OpenIdProvider), origins);
  },
});
