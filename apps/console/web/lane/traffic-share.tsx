import type { ReactNode } from 'react';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import type { Capability } from '../live/status.ts';

/** Who answered in the window: the two sides as parts of one bar. */
export function TrafficShare({ capability }: { capability: Capability }): ReactNode {
  const { newShare, legacy, new: fresh, windowMs } = capability.traffic;
  if (newShare === null) {
    return <p className="share-none">No requests in the last {formatDuration(windowMs)}.</p>;
  }
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
        {formatCount(legacy.requests + fresh.requests)} requests in the last {formatDuration(windowMs)}
      </p>
    </div>
  );
}
