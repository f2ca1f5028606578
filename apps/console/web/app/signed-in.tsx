import { useMutation } from '@tanstack/react-query';
import { Button, Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { LivePill } from '../live/live-pill.tsx';
import { LiveProvider } from '../live/live-provider.tsx';
import { type Session, signOut, useSession } from '../session/session.ts';
import { SignInCard } from '../session/sign-in-card.tsx';
import { useSignInElsewhere, useSignInTold } from '../session/sign-in-elsewhere.ts';
import { Layout } from '../page/layout.tsx';
import { Navigation } from './navigation.tsx';
import { SystemNotices } from './system-notices.tsx';

/** Nobody signed in, nothing shown, and nothing asked for. */
export function SignedIn(): ReactNode {
  const { session, error, retry } = useSession();
  useSignInElsewhere(retry);
  useSignInTold(session?.operator != null);
  if (error) {
    return (
      <Layout>
        <Failure error={error} onRetry={retry} />
      </Layout>
    );
  }
  if (!session) {
    return (
      <Layout>
        <Skeleton label="Loading" />
      </Layout>
    );
  }
  if (!session.operator) {
    return (
      <Layout>
        <SignInCard />
      </Layout>
    );
  }
  return (
    <LiveProvider>
      <Layout tools={<Tools operator={session.operator} />}>
        <SystemNotices />
        <Outlet />
      </Layout>
    </LiveProvider>
  );
}

function Tools({ operator }: { operator: NonNullable<Session['operator']> }): ReactNode {
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <>
      <Navigation />
      <div className="header-tools">
        <LivePill />
        <span className="operator">{operator.name}</span>
        <Button
          variant="quiet"
          busy={leaving.isPending}
          onClick={() => {
            leaving.mutate();
          }}
        >
          Sign out
        </Button>
      </div>
    </>
  );
}
