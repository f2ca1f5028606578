import type { ReactNode } from 'react';
import { formatPosition } from '../format/format.ts';
import { type Capability, stages } from '../status/status.ts';

/** The five stages as stations of a line, with where the capability is and where Git wants it. */
export function StageTrack({ capability }: { capability: Capability }): ReactNode {
  const { stage, percent, declared, drift } = capability;
  const here = stages.indexOf(stage);
  return (
    <div className="track">
      <ol className="track-line" aria-label="Stages">
        {stages.map((each, index) => (
          <li
            key={each}
            className={index < here ? 'station station-passed' : index === here ? 'station station-here' : 'station'}
            aria-current={index === here ? 'step' : undefined}
          >
            <span className="station-mark" aria-hidden="true" />
            <span className="station-name">{index === here ? formatPosition({ stage, percent }) : each}</span>
            {drift.length > 0 && declared.stage === each && (
              <span className="station-git">Git: {formatPosition(declared)}</span>
            )}
          </li>
        ))}
      </ol>
      {drift.length > 0 && (
        <p className="drift">
          <strong>Drift</strong> Git says {formatPosition(declared)}, in force is {formatPosition({ stage, percent })}.
        </p>
      )}
    </div>
  );
}
