import { Badge } from '@wellspring/web';
import { type ReactNode, useId } from 'react';
import { Link } from 'react-router';
import { Actions } from '../action/actions.tsx';
import { formatMoment } from '../format/format.ts';
import { useLive } from '../live/live-provider.tsx';
import type { Capability } from '../live/status.ts';
import { conditionOf } from './condition.ts';
import { Gates } from './gates.tsx';
import { ParityFacts } from './parity-facts.tsx';
import { Sides } from './sides.tsx';
import { StageTrack } from './stage-track.tsx';
import { TrafficShare } from './traffic-share.tsx';

/** One capability on its way from old to new: how it is, where it is, what the numbers say, and what can be done. */
export function Lane({ capability, alone = false }: { capability: Capability; alone?: boolean }): ReactNode {
  const { history, receivedAt } = useLive();
  const titleId = useId();
  const condition = conditionOf(capability);
  const { name, title, override } = capability;
  return (
    <article className={`card lane lane-${condition.urgency}`} aria-labelledby={titleId} data-capability={name}>
      <header className="lane-header">
        <div className="lane-title">
          <h2 id={titleId}>{alone ? 'How it stands' : <Link to={`/capabilities/${name}`}>{title}</Link>}</h2>
          <Badge tone={condition.tone}>{condition.label}</Badge>
          {override && receivedAt !== undefined && (
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
      <TrafficShare capability={capability} />
      <div className="lane-figures">
        <Sides capability={capability} points={history[name] ?? []} />
        <ParityFacts capability={capability} />
      </div>
      <Gates capability={capability} />
    </article>
  );
}
