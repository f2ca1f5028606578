import { defineService } from '@wellspring/platform';
import { serveWebPages } from '@wellspring/platform/web-pages';
import { AppModule } from './app.module.ts';
import { ConsoleSettings, SessionSettings } from './config.ts';

/** The routes of `web/app/app.tsx`. */
const pages = [
  '/',
  '/capabilities',
  '/capabilities/:name',
  '/payments',
  '/payments/:id',
  '/changes',
  '/changes/:id',
  '/limits',
  '/limits/:id',
  '/audit',
  '/incidents/:id',
  '/references',
  '/customers',
  '/sign-in-failed',
  '/operators-only',
];

export const console = defineService({
  name: 'console',
  module: AppModule,
  settings: [ConsoleSettings, SessionSettings],
  edge: true,
  configure: async (app) => {
    const root = app.get(ConsoleSettings).webRoot;
    await serveWebPages(app.getHttpAdapter().getInstance(), { root, pages });
  },
});
