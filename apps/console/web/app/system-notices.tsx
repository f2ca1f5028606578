import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { formatAgo, formatMoment } from '../format/format.ts';
import { useLive } from '../live/live-provider.tsx';
import { useNow } from '../live/now.ts';
import { decisionsId, refusedFileId } from '../page/anchors.ts';
import { SessionEnded } from '../session/session-ended.tsx';
import type { Status } from '../status/status.ts';

/** What stands above everything on the page: that it is old, that nothing can be decided, that Git is not followed. */
export function SystemNotices(): ReactNode {
  const { phase, status, receivedAt } = useLive();
  return (
    <>
      {phase === 'ended' && <SessionEnded>What you see does not change any more.</SessionEnded>}
      {phase === 'lost' && receivedAt !== undefined && <Outdated receivedAt={receivedAt} />}
      {status && !status.decisions.connected && (
        <section id={decisionsId} tabIndex={-1} aria-label="Decisions">
          <Alert tone="warning" title="The gateway’s database is away">
            <p>
              The decisions last known stay in force and guardrails go on. Of what you decide, only a rollback takes
              effect.
            </p>
          </Alert>
        </section>
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
        What you see is from {formatMoment(new Date(receivedAt), new Date(now))}, {formatAgo(now - receivedAt)}. The
        page goes on trying by itself.
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
    <section id={refusedFileId} tabIndex={-1} aria-label="Migration file">
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
    </section>
  );
}
