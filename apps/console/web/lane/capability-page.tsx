import { Card, Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { PageTitle } from '../app/page-title.tsx';
import { RecentDecisions } from '../audit/recent-decisions.tsx';
import { useLive } from '../live/live-provider.tsx';
import type { Capability } from '../live/status.ts';
import { Lane } from './lane.tsx';
import { ParitySamples } from './parity-samples.tsx';

export function CapabilityPage(): ReactNode {
  const { name = '' } = useParams();
  const { status } = useLive();
  const capability = status?.capabilities.find((each) => each.name === name);
  return (
    <>
      <p className="back">
        <Link to="/">← All capabilities</Link>
      </p>
      <PageTitle>{capability?.title ?? name}</PageTitle>
      {!status && <Skeleton label="Loading the capability" lines={8} />}
      {status && !capability && <p className="card">The migration file declares no such capability.</p>}
      {capability && (
        <div className="lanes">
          <Lane capability={capability} alone />
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
    <Card title="Chosen by name in the canary">
      <dl className="cohorts">
        <dt>Always on the new side</dt>
        <dd>{canary.include.length === 0 ? 'nobody' : <Names names={canary.include} />}</dd>
        <dt>Always on the old side</dt>
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
