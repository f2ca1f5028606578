import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { formatAgo, formatMoment } from '../format/format.ts';
import { signInUrl } from '../session/session.ts';
import { useLive } from './live-provider.tsx';
import { useNow } from './now.ts';
import type { Status } from './status.ts';

/** What stands above everything on the page: that it is old, that nothing can be decided, that Git is not followed. */
export function SystemNotices(): ReactNode {
  const { phase, status, receivedAt } = useLive();
  return (
    <>
      {phase === 'ended' && (
        <Alert tone="warning" title="You have been signed out">
          <p>
            What you see does not change any more. <a href={signInUrl()}>Sign in again</a>
          </p>
        </Alert>
      )}
      {phase === 'lost' && receivedAt !== undefined && <Outdated receivedAt={receivedAt} />}
      {status && !status.decisions.connected && (
        <Alert tone="warning" title="The gateway’s database is away">
          <p>The decisions last known stay in force and guardrails go on. Nothing new can be decided here.</p>
        </Alert>
      )}
      {status?.file.refused && <RefusedFile refused={status.file.refused} loadedAt={status.file.loadedAt} />}
    </>
  );
}

function Outdated({ receivedAt }: { receivedAt: number }): ReactNode {
  const now = useNow();
  return (
    <Alert tone="warning" title="The connection is lost">
      {/* Read out once, not every second. */}
      <p aria-live="off">
        What you see is from {formatMoment(new Date(receivedAt), new Date(now))}, {formatAgo(now - receivedAt)}. Trying
        again by itself.
      </p>
    </Alert>
  );
}

function RefusedFile({
  refused,
  loadedAt,
}: {
  refused: NonNullable<Status['file']['refused']>;
  loadedAt: string;
}): ReactNode {
  return (
    <Alert tone="warning" title="The migration file is refused">
      <p>The one of {formatMoment(new Date(loadedAt), new Date(refused.at))} stays in force. To be mended:</p>
      <ul>
        {refused.errors.map(({ line, column, key, reason }) => (
          <li key={`${line}:${column}:${key}`}>
            line {line}, column {column}: <code>{key}</code> {reason}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
