import { QueryClientProvider } from '@tanstack/react-query';
import { createQueryClient } from '@wellspring/web';
import type { ReactNode } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { AuditPage } from '../audit/audit-page.tsx';
import { changes } from '../changes/changes.tsx';
import { CommandPage } from '../commands/command-page.tsx';
import { CommandsPage } from '../commands/commands-page.tsx';
import type { Kind, SeenCommand } from '../commands/kind.ts';
import { CustomerPage } from '../customer/customer-page.tsx';
import { IncidentPage } from '../incident/incident-page.tsx';
import { NowPage } from '../incident/now-page.tsx';
import { ReferencePage } from '../incident/reference-page.tsx';
import { CapabilityPage } from '../lane/capability-page.tsx';
import { LanesPage } from '../overview/lanes-page.tsx';
import { limits } from '../limits/limits.tsx';
import { AnnouncementProvider } from '../page/announcement.tsx';
import { Layout } from '../page/layout.tsx';
import { NotFoundPage } from '../page/not-found-page.tsx';
import { payments } from '../payments/payments.tsx';
import { OperatorsOnlyPage } from '../session/operators-only-page.tsx';
import { SignInFailedPage } from '../session/sign-in-failed-page.tsx';
import { SignedIn } from './signed-in.tsx';

const queryClient = createQueryClient();

/** The list of a kind of command, and one of them. Each kind's pages are its own: what is open in one is not in another. */
function commandRoutes<Seen extends SeenCommand>(kind: Kind<Seen>): ReactNode {
  return (
    <Route path={kind.path}>
      <Route index element={<CommandsPage key={kind.path} kind={kind} />} />
      <Route path=":id" element={<CommandPage key={kind.path} kind={kind} />} />
    </Route>
  );
}

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <AnnouncementProvider>
        <BrowserRouter>
          <Routes>
            <Route element={<SignedIn />}>
              <Route path="/" element={<NowPage />} />
              <Route path="/capabilities" element={<LanesPage />} />
              <Route path="/capabilities/:name" element={<CapabilityPage />} />
              {commandRoutes(payments)}
              {commandRoutes(changes)}
              {commandRoutes(limits)}
              <Route path="/audit" element={<AuditPage />} />
              <Route path="/incidents/:id" element={<IncidentPage />} />
              <Route path="/references" element={<ReferencePage />} />
              <Route path="/customers" element={<CustomerPage />} />
            </Route>
            <Route element={<Layout />}>
              <Route path="/sign-in-failed" element={<SignInFailedPage />} />
              <Route path="/operators-only" element={<OperatorsOnlyPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </AnnouncementProvider>
    </QueryClientProvider>
  );
}
