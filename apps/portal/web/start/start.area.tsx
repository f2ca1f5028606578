import { page, type Area } from '../area/area.ts';
import { accounts } from '../bills/balance.ts';
import { recentBills } from '../bills/recent-bills.ts';
import { openPayments } from '../payments/payment.ts';
import { usageConsumption } from '../usage/consumption.ts';
import { StartOutline } from './start-outline.tsx';

export const start: Area = {
  capability: 'start-page',
  pages: [
    page({
      path: '/',
      file: 'start/start-page.tsx',
      load: () => import('./start-page.tsx'),
      outline: <StartOutline />,
      needs: (_path, isHere) => [accounts, recentBills, openPayments, ...(isHere('usage') ? [usageConsumption] : [])],
    }),
  ],
};
