import { Skeleton } from '@wellspring/web';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMarks } from '../audit/marks.ts';
import { ChartRangeSelect, useChartRange } from '../chart/chart-range.tsx';
import { changes } from '../changes/changes.tsx';
import { useWaiting } from '../commands/commands.ts';
import { Lane } from '../lane/lane.tsx';
import type { Live } from '../live/live-connection.ts';
import { useLive } from '../live/live-provider.tsx';
import { useAnnounce } from '../page/announcement.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { limits } from '../limits/limits.tsx';
import { payments } from '../payments/payments.tsx';
import { conditionOf } from '../status/condition.ts';
import type { Capability, Status } from '../status/status.ts';
import { useWeakPoints } from './health.ts';
import { type Need, needsOf } from './needs.ts';
import { Summary } from './summary.tsx';

export function LanesPage(): ReactNode {
  const { status } = useLive();
  if (status) return <Lanes status={status} />;
  return (
    <>
      <PageTitle>Capabilities</PageTitle>
      <Skeleton label="Loading the capabilities" lines={8} />
    </>
  );
}

/** In the order of the migration file, which people know: a lane that moves away from under the pointer is a wrong click. */
function Lanes({ status }: { status: Status }): ReactNode {
  const { phase } = useLive();
  const [rangeMs, setRangeMs] = useChartRange();
  const marks = useMarks();
  const { capabilities } = status;
  useChangesSaid(capabilities);
  const needs = useNeeds(status);
  const count = needs?.length ?? 0;
  return (
    <>
      <div className="page-head">
        <PageTitle tab={count > 0 ? `(${count}) Capabilities` : 'Capabilities'}>{headline(phase, needs)}</PageTitle>
        <ChartRangeSelect rangeMs={rangeMs} onChange={setRangeMs} />
      </div>
      {needs && <Summary needs={needs} />}
      {capabilities.length === 0 && <p className="card">The migration file declares no capability yet.</p>}
      <div className="lanes">
        {capabilities.map((each) => (
          <Lane key={each.name} capability={each} rangeMs={rangeMs} marks={marks[each.name] ?? []} />
        ))}
      </div>
    </>
  );
}

/** @returns undefined while it is not known yet. */
function useNeeds(status: Status): Need[] | undefined {
  const gateway = useWeakPoints('gateway');
  const billing = useWeakPoints('billing');
  const inventory = useWeakPoints('inventory');
  const usage = useWeakPoints('usage');
  const waitingPayments = useWaiting(payments);
  const waitingChanges = useWaiting(changes);
  const waitingLimits = useWaiting(limits);
  if (![gateway, billing, inventory, usage].every(({ known }) => known)) return undefined;
  return needsOf(status, {
    gateway: gateway.weak,
    billing: billing.weak,
    inventory: inventory.weak,
    usage: usage.weak,
    waiting: [
      { kind: payments, count: waitingPayments.data },
      { kind: changes, count: waitingChanges.data },
      { kind: limits, count: waitingLimits.data },
    ],
  });
}

function headline(phase: Live['phase'], needs: readonly Need[] | undefined): string {
  if (needs === undefined) return 'Capabilities';
  if (phase !== 'live') return 'Not known at the moment';
  if (needs.length === 0) return 'Nothing needs you';
  return needs.length === 1 ? '1 thing needs you' : `${needs.length} things need you`;
}

/** Tells whoever does not look at the page that a capability is in another condition now. */
function useChangesSaid(capabilities: readonly Capability[]): void {
  const announce = useAnnounce();
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    for (const capability of capabilities) {
      const { label } = conditionOf(capability);
      const before = known.current.get(capability.name);
      known.current.set(capability.name, label);
      if (before !== undefined && before !== label) announce(`${capability.title}: ${label.toLowerCase()}`);
    }
  }, [capabilities, announce]);
}
