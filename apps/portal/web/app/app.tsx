import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { createQueryClient } from '@wellspring/web';
import { BillPage } from '../invoices/bill-page.tsx';
import { BillsPage } from '../invoices/bills-page.tsx';
import { StartPage } from '../start/start-page.tsx';
import { LanguageProvider } from '../language/language.tsx';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';

const queryClient = createQueryClient();

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <BrowserRouter>
          <Routes>
            <Route element={<Layout />}>
              <Route path="/" element={<StartPage />} />
              <Route path="/invoices" element={<BillsPage />} />
              <Route path="/invoices/:id" element={<BillPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
