import { useCallback, type ReactNode, Suspense } from 'react';
import { QueryClientProvider, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { Route, Routes } from 'react-router';
import { queryFor } from '@wellspring/web';
import { PageIntentContext } from '../area/page-intent.tsx';
import { BrandContext, type Brand } from '../brand/brand.ts';
import { LastVisitContext } from '../first-answer/last-visit.tsx';
import { LanguageProvider, type Speech } from '../language/language.tsx';
import { isHereIn, sessionKey } from '../session/session.ts';
import { pages } from './areas.ts';
import { findPage } from './find-page.ts';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';

interface AppProps {
  queryClient: QueryClient;
  brand: Brand;
  speech: Speech;
  lastVisit: string | undefined;
  /** The pages within a router: the browser's, or the one of a single answer. */
  children: ReactNode;
}

/** What all pages stand in, on a screen and where they are first drawn. */
export function App({ queryClient, brand, speech, lastVisit, children }: AppProps): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <BrandContext value={brand}>
        <LastVisitContext value={lastVisit}>
          <LanguageProvider first={speech}>{children}</LanguageProvider>
        </LastVisitContext>
      </BrandContext>
    </QueryClientProvider>
  );
}

export function Pages(): ReactNode {
  const queryClient = useQueryClient();
  const prepare = useCallback(
    (path: string) => {
      const page = findPage(path);
      // What cannot be fetched now is fetched again, and its failure shown, when the page is opened.
      page?.load().catch(() => undefined);
      const isHere = isHereIn(queryClient.getQueryData(sessionKey));
      for (const resource of page?.needs(path, isHere) ?? [])
        queryClient.query(queryFor(resource)).catch(() => undefined);
    },
    [queryClient],
  );
  return (
    <PageIntentContext value={prepare}>
      <Routes>
        <Route element={<Layout />}>
          {pages.map(({ path, Page, outline }) => (
            <Route
              key={path}
              path={path}
              element={
                <Suspense fallback={outline}>
                  <Page />
                </Suspense>
              }
            />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </PageIntentContext>
  );
}
