import { defineService } from '@wellspring/platform';
import { serveWebPages } from '@wellspring/platform/web-pages';
import { AppModule } from './app.module.ts';
import { PortalSettings } from './portal.settings.ts';

/** The routes of `web/app/app.tsx`. */
const pages = ['/', '/invoices', '/invoices/:id'];

export const portal = defineService({
  name: 'portal',
  module: AppModule,
  settings: [PortalSettings],
  configure: async (app) => {
    const root = app.get(PortalSettings).webRoot;
    await serveWebPages(app.getHttpAdapter().getInstance(), { root, pages });
  },
});
