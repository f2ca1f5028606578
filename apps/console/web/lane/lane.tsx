import { Badge } from '@wellspring/web';
import { type ReactNode, useId } from 'react';
import { Link } from 'react-router';
import { Actions } from '../action/actions.tsx';
import type { Mark } from '../chart/chart.tsx';
import { formatMoment } from '../format/format.ts';
import { useLive } from '../live/live-provider.tsx';
import { ParityFigure } from '../parity/parity-figure.tsx';
import { conditionOf } from '../status/condition.ts';
import type { Capability } from '../status/status.ts';
import { Gates } from './gates.tsx';
import { Judgement } from './judgement.tsx';
import { laneId } from './lane-id.ts';
import { Shares } from './shares.tsx';
import { Sides } from './sides.tsx';
import { StageTrack } from './stage-track.tsx';

interface LaneProps {
  capability: Capability;
  rangeMs: number;
  marks: readonly Mark[];
  alone?: boolean;
}

/** One capability on its way from old to new: how it is, where it is, what the numbers say, and what can be done. */
export function Lane({ capability, rangeMs, marks, alone = false }: LaneProps): ReactNode {
  const { history, receivedAt = 0 } = useLive();
  const titleId = useId();
  const condition = conditionOf(capability);
  const { name, title, override } = capability;
  return (
    <article
      id={laneId(name)}
      className={`card lane lane-${condition.urgency}`}
      aria-labelledby={titleId}
      data-capability={name}
      tabIndex={-1}
    >
      <header className="lane-header">
        <div className="lane-title">
          <h2 id={titleId}>{alone ? 'How it stands' : <Link to={`/capabilities/${name}`}>{title}</Link>}</h2>
          <Badge tone={condition.tone}>{condition.label}</Badge>
          {override && (
            <span className="lane-since">since {formatMoment(new Date(override.at), new Date(receivedAt))}</span>
          )}
        </div>
        <Actions capability={capability} />
      </header>
      {condition.details.length > 0 && (
        <ul className={`lane-why lane-why-${condition.urgency}`}>
          {condition.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      <StageTrack capability={capability} />
      <Shares capability={capability} />
      <div className="lane-figures">
        <Sides
          capability={capability}
          points={history[name] ?? []}
          span={{ from: receivedAt - rangeMs, to: receivedAt }}
          marks={marks}
        />
        <ParityFigure capability={capability} />
      </div>
      <Judgement capability={capability} />
      <Gates capability={capability} />
    </article>
  );
}
