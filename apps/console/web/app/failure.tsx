import { Alert, ApiError, Button } from '@wellspring/web';
import type { ReactNode } from 'react';
import * as z from 'zod/mini';
import { SignInCard } from '../session/sign-in-card.tsx';

const problem = z.object({ detail: z.string() });

/** What went wrong, in the server's own words where it had any, and the reference to find it in the logs by. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }): ReactNode {
  if (error instanceof ApiError && error.kind === 'unauthorized') return <SignInCard />;
  const reference = error instanceof ApiError ? error.reference : undefined;
  return (
    <Alert tone="error" title={titleOf(error)}>
      <p>{textOf(error)}</p>
      {reference !== undefined && (
        <p>
          Reference <code className="reference">{reference}</code>
        </p>
      )}
      {onRetry && (
        <p>
          <Button onClick={onRetry}>Try again</Button>
        </p>
      )}
    </Alert>
  );
}

function titleOf(error: Error): string {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page';
  switch (error.kind) {
    case 'offline':
      return 'The console cannot be reached';
    case 'unavailable':
      return 'No answer at the moment';
    case 'notFound':
      return 'There is no such thing';
    case 'rejected':
      return 'Not done';
    case 'unauthorized':
    case 'unexpected':
      return 'An unexpected answer';
  }
}

function textOf(error: Error): string {
  const said = error instanceof ApiError ? z.safeParse(problem, error.body).data?.detail : undefined;
  return said ?? 'If it does not pass, the command line works without this page: npm run migration -- status';
}
