import { page, type Area } from '../area/area.ts';
import { recentChanges } from '../products/product-change.ts';
import { products } from '../products/product.ts';
import { ServicesOutline } from './services-outline.tsx';

export const services: Area = {
  capability: 'services',
  pages: [
    page({
      path: '/services',
      file: 'services/services-page.tsx',
      load: () => import('./services-page.tsx'),
      outline: <ServicesOutline />,
      needs: () => [products, recentChanges],
    }),
  ],
};
