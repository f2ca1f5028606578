import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { signInUrl } from './session.ts';

/** Said wherever something is refused because the operator is no longer signed in. */
export function SessionEnded({ children }: { children?: ReactNode }): ReactNode {
  return (
    <Alert tone="warning" title="You have been signed out">
      <p>
        {children} <a href={signInUrl()}>Sign in again</a>, here or in another tab; what you have typed is kept.
      </p>
    </Alert>
  );
}
