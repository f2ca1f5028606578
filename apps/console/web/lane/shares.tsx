import type { ReactNode } from 'react';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import type { Capability } from '../status/status.ts';

/** Who is meant to be on the new side, in customers, and who answered, in requests. */
export function Shares({ capability }: { capability: Capability }): ReactNode {
  const { customers, requests } = capability.shares;
  return (
    <div className="shares">
      <p className="share-customers">
        <strong>{formatShare(customers)}</strong> of the customers are chosen for the new side
        {byHand(capability)}.
      </p>
      {requests === null ? (
        <p className="share-none">No requests in the last {formatDuration(capability.traffic.windowMs)}.</p>
      ) : (
        <Requests capability={capability} newShare={requests} />
      )}
    </div>
  );
}

function Requests({ capability, newShare }: { capability: Capability; newShare: number }): ReactNode {
  const { legacy, new: fresh, windowMs } = capability.traffic;
  return (
    <div className="share">
      <p className="share-side share-old">
        <span className="swatch swatch-old" aria-hidden="true" /> Old side <strong>{formatShare(1 - newShare)}</strong>
      </p>
      <div className="share-bar" aria-hidden="true">
        <span className="share-part share-part-old" style={{ flexGrow: 1 - newShare }} />
        <span className="share-part share-part-new" style={{ flexGrow: newShare }} />
      </div>
      <p className="share-side share-new">
        <strong>{formatShare(newShare)}</strong> New side <span className="swatch swatch-new" aria-hidden="true" />
      </p>
      <p className="share-count">
        of {formatCount(legacy.requests + fresh.requests)} requests in the last {formatDuration(windowMs)}
      </p>
    </div>
  );
}

function byHand({ stage, canary: { include, exclude } }: Capability): string {
  if (stage !== 'canary') return '';
  const parts = [
    ...(include.length > 0 ? [`${formatCount(include.length)} included`] : []),
    ...(exclude.length > 0 ? [`${formatCount(exclude.length)} excluded`] : []),
  ];
  return parts.length === 0 ? '' : ` by chance; ${parts.join(' and ')} by hand (customers or groups)`;
}
