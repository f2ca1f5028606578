import { Card, Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useMarks } from '../audit/marks.ts';
import { RecentDecisions } from '../audit/recent-decisions.tsx';
import { ChartRangeSelect, useChartRange } from '../chart/chart-range.tsx';
import { useLive } from '../live/live-provider.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { ParitySamples } from '../parity/parity-samples.tsx';
import type { Capability } from '../status/status.ts';
import { Lane } from './lane.tsx';

export function CapabilityPage(): ReactNode {
  const { name = '' } = useParams();
  const { status } = useLive();
  const [rangeMs, setRangeMs] = useChartRange();
  const marks = useMarks();
  const capability = status?.capabilities.find((each) => each.name === name);
  return (
    <>
      <p className="back">
        <Link to="/capabilities">← All capabilities</Link>
      </p>
      <div className="page-head">
        <PageTitle>{capability?.title ?? name}</PageTitle>
        <ChartRangeSelect rangeMs={rangeMs} onChange={setRangeMs} />
      </div>
      {!status && <Skeleton label="Loading the capability" lines={8} />}
      {status && !capability && <p className="card">The migration file declares no such capability.</p>}
      {capability && (
        <div className="lanes">
          <Lane capability={capability} rangeMs={rangeMs} marks={marks[name] ?? []} alone />
          {capability.parity && <ParitySamples name={name} facts={capability.parity.facts} />}
          <Cohorts capability={capability} />
          <RecentDecisions capability={name} />
        </div>
      )}
    </>
  );
}

function Cohorts({ capability: { canary } }: { capability: Capability }): ReactNode {
  if (canary.include.length + canary.exclude.length === 0) return null;
  return (
    <Card title="Included and excluded by hand">
      <dl className="cohorts">
        <dt>Always on the new side in the canary</dt>
        <dd>{canary.include.length === 0 ? 'nobody' : <Names names={canary.include} />}</dd>
        <dt>Always on the old side in the canary</dt>
        <dd>{canary.exclude.length === 0 ? 'nobody' : <Names names={canary.exclude} />}</dd>
      </dl>
    </Card>
  );
}

function Names({ names }: { names: readonly string[] }): ReactNode {
  return names.map((name) => (
    <code key={name} className="cohort">
      {name}
    </code>
  ));
}
