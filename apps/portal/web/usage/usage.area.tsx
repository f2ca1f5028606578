import { page, type Area } from '../area/area.ts';
import { usageConsumption } from './consumption.ts';
import { newestLimitChange } from './newest-limit-change.ts';
import { dataOfMonth } from './usage-days.ts';
import { UsageOutline } from './usage-outline.tsx';

export const usage: Area = {
  capability: 'usage',
  pages: [
    page({
      path: '/usage',
      file: 'usage/usage-page.tsx',
      load: () => import('./usage-page.tsx'),
      outline: <UsageOutline />,
      needs: () => [usageConsumption, newestLimitChange, dataOfMonth()],
    }),
  ],
};
