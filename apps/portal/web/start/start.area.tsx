import { page, type Area } from '../area/area.ts';
import { accounts } from '../bills/balance.ts';
import { recentBills } from '../bills/recent-bills.ts';
import { openPayments } from '../payments/payment.ts';
import { StartOutline } from './start-outline.tsx';

export const start: Area = {
  capability: 'start-page',
  pages: [
    page({
      path: '/',
      file: 'start/start-page.tsx',
      load: () => import('./start-page.tsx'),
      outline: <StartOutline />,
      needs: () => [accounts, recentBills, openPayments],
    }),
  ],
};
