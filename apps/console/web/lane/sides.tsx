import type { ReactNode } from 'react';
import { Chart, type Mark } from '../chart/chart.tsx';
import type { Span } from '../chart/curve.ts';
import { formatLatency, formatShare } from '../format/format.ts';
import type { Point } from '../live/history.ts';
import type { Capability } from '../status/status.ts';

interface SidesProps {
  capability: Capability;
  points: readonly Point[];
  span: Span;
  marks: readonly Mark[];
}

/** Errors and slowness of the two sides beside each other, with what the guardrails allow the new one. */
export function Sides({ capability, points, span, marks }: SidesProps): ReactNode {
  const { legacy, new: fresh } = capability.traffic;
  const { limits } = capability.guardrails;
  return (
    <>
      <Figure
        title="Failed requests"
        old={legacy.requests === 0 ? '–' : formatShare(legacy.errorRate)}
        fresh={fresh.requests === 0 ? '–' : formatShare(fresh.errorRate)}
        broken={fresh.errorRate > limits.errorRate}
        limit={formatShare(limits.errorRate)}
      >
        <Chart
          title="Failed requests"
          old={points.map(({ at, legacy: { errorRate } }) => ({ at, value: errorRate }))}
          fresh={points.map(({ at, new: { errorRate } }) => ({ at, value: errorRate }))}
          limit={limits.errorRate}
          marks={marks}
          span={span}
          format={formatShare}
        />
      </Figure>
      <Figure
        title="95 of 100 answers came within"
        old={formatLatency(legacy.p95Ms)}
        fresh={formatLatency(fresh.p95Ms)}
        broken={limits.p95Ms !== undefined && (fresh.p95Ms ?? 0) > limits.p95Ms}
        limit={limits.p95Ms === undefined ? undefined : formatLatency(limits.p95Ms)}
      >
        <Chart
          title="p95 of response times"
          old={points.map(({ at, legacy: { p95Ms } }) => ({ at, value: p95Ms }))}
          fresh={points.map(({ at, new: { p95Ms } }) => ({ at, value: p95Ms }))}
          limit={limits.p95Ms}
          marks={marks}
          span={span}
          format={formatLatency}
        />
      </Figure>
    </>
  );
}

interface FigureProps {
  title: string;
  old: string;
  fresh: string;
  /** The new side is over the limit. */
  broken: boolean;
  limit: string | undefined;
  children: ReactNode;
}

function Figure({ title, old, fresh, broken, limit, children }: FigureProps): ReactNode {
  return (
    <section className="figure">
      <h3>{title}</h3>
      <dl className="figure-values">
        <div>
          <dt>
            <span className="swatch swatch-old" aria-hidden="true" /> Old
          </dt>
          <dd>{old}</dd>
        </div>
        <div className={broken ? 'figure-broken' : undefined}>
          <dt>
            <span className="swatch swatch-new" aria-hidden="true" /> New
          </dt>
          <dd>
            {fresh}
            {broken && <span className="visually-hidden"> (too high)</span>}
          </dd>
        </div>
        {limit !== undefined && (
          <div>
            <dt>
              <span className="swatch swatch-limit" aria-hidden="true" /> Limit
            </dt>
            <dd className="figure-limit">{limit}</dd>
          </div>
        )}
      </dl>
      {children}
    </section>
  );
}
