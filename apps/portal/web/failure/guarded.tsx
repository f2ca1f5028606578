import type { ReactNode } from 'react';
import { ErrorBoundary } from '@wellspring/web';
import { Failure } from './failure.tsx';

/** A part of a page that may fail by itself: what is around it stays. */
export function Guarded({ children }: { children: ReactNode }): ReactNode {
  return (
    <ErrorBoundary fallback={(error, retry) => <Failure error={error} onRetry={retry} />}>{children}</ErrorBoundary>
  );
}
