import { page, type Area } from '../area/area.ts';
import { BillOutline, BillsOutline } from './outlines.tsx';

export const invoices: Area = {
  capability: 'invoices',
  pages: [
    page({
      path: '/invoices',
      file: 'invoices/bills-page.tsx',
      load: () => import('./bills-page.tsx'),
      outline: <BillsOutline />,
    }),
    page({
      path: '/invoices/:id',
      file: 'invoices/bill-page.tsx',
      load: () => import('./bill-page.tsx'),
      outline: <BillOutline />,
    }),
  ],
};
