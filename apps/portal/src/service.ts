import { Brand, serveBrand } from '@wellspring/brand';
import { defineService } from '@wellspring/platform';
import { serveWebPages } from '@wellspring/platform/web-pages';
import { workerPolicy } from '../web/offline/worker-policy.ts';
import { pagePaths } from '../web/server/page-needs.ts';
import { AppModule } from './app.module.ts';
import { brandAssets } from './brand/brand-assets.ts';
import { serveOffline } from './offline/offline-pages.ts';
import { compressed } from './page/compressed.ts';
import { PageAnswers } from './page/page-answers.ts';
import { PortalSettings } from './portal.settings.ts';

export const portal = defineService({
  name: 'portal',
  module: AppModule,
  settings: [PortalSettings],
  configure: async (app) => {
    const fastify = app.getHttpAdapter().getInstance();
    const answers = app.get(PageAnswers);
    const allowed = { styleHash: answers.styleHash, workerPolicy };
    const brand = app.get(Brand);
    serveBrand(fastify, await brandAssets(brand));
    serveOffline(fastify, brand);
    await serveWebPages(fastify, {
      root: app.get(PortalSettings).webRoot,
      pages: pagePaths,
      draw: async (request, reply) => compressed(await answers.answer(request, reply), request, reply),
      allowed,
    });
  },
});
