import { defineService } from '@wellspring/platform';
import { serveWebPages } from '@wellspring/platform/web-pages';
import { AppModule } from './app.module.ts';
import { ConsoleSettings } from './console.settings.ts';

/** The routes of `web/app/app.tsx`. */
const pages = ['/', '/invoices', '/invoices/:id'];

export const console = defineService({
  name: 'console',
  module: AppModule,
  settings: [ConsoleSettings],
  configure: async (app) => {
    const root = app.get(ConsoleSettings).webRoot;
    await serveWebPages(app.getHttpAdapter().getInstance(), { root, pages });
  },
});
