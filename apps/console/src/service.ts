import { Brand, picturesOf, serveBrand } from '@wellspring/brand';
import { defineService } from '@wellspring/platform';
import { serveWebPages } from '@wellspring/platform/web-pages';
import { AppModule } from './app.module.ts';
import { brandedPage } from './branded-page.ts';
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
    const { webRoot: root, brandFolder } = app.get(ConsoleSettings);
    const fastify = app.getHttpAdapter().getInstance();
    const brand = new Brand(brandFolder);
    const { html, styleHash } = brandedPage(root, brand);
    serveBrand(fastify, picturesOf(brand));
    await serveWebPages(fastify, { root, pages, draw: () => Promise.resolve(html), allowed: { styleHash } });
  },
});
