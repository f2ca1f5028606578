import type { ProblemDocument } from '@wellspring/platform';
import { Alert, ApiError, Button, shown } from '@wellspring/web';
import type { ReactNode } from 'react';
import * as z from 'zod/mini';
import { SessionEnded } from '../session/session-ended.tsx';

const problem = shown<ProblemDocument>()({ detail: z.string() });

/** What went wrong, in the server's own words where it had any, and the reference to find it in the logs by. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }): ReactNode {
  if (error instanceof ApiError && error.kind === 'unauthorized') {
    return <SessionEnded>Nothing was done.</SessionEnded>;
  }
  const reference = error instanceof ApiError ? error.reference : undefined;
  return (
    <Alert tone="error" title={titleOf(error)}>
      <p>{detailOf(error) ?? 'Should it last: the command line works without this page.'}</p>
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
      return 'Not found';
    case 'rejected':
    case 'unauthorized':
      return 'Not done';
    case 'unexpected':
      return 'An unexpected answer';
  }
}

/** The server's own words about an error, when it had any. */
export function detailOf(error: Error): string | undefined {
  return error instanceof ApiError ? z.safeParse(problem, error.body).data?.detail : undefined;
}
