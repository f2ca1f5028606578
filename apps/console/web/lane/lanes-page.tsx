import { Skeleton } from '@wellspring/web';
import { type ReactNode, useEffect, useRef } from 'react';
import { useAnnounce } from '../app/announcement.tsx';
import { PageTitle } from '../app/page-title.tsx';
import { useLive } from '../live/live-provider.tsx';
import type { Capability } from '../live/status.ts';
import { byUrgency, conditionOf, needsSomebody } from './condition.ts';
import { Lane } from './lane.tsx';

export function LanesPage(): ReactNode {
  const { status } = useLive();
  const capabilities = status?.capabilities;
  useChangesSaid(capabilities);
  if (!capabilities) {
    return (
      <>
        <PageTitle>Capabilities</PageTitle>
        <Skeleton label="Loading the capabilities" lines={8} />
      </>
    );
  }
  const urgent = capabilities.filter((each) => needsSomebody(conditionOf(each))).length;
  return (
    <>
      <PageTitle tab={urgent > 0 ? `(${urgent}) Capabilities` : 'Capabilities'}>{headline(urgent)}</PageTitle>
      {capabilities.length === 0 && <p className="card">The migration file declares no capability yet.</p>}
      <div className="lanes">
        {byUrgency(capabilities).map((each) => (
          <Lane key={each.name} capability={each} />
        ))}
      </div>
    </>
  );
}

function headline(urgent: number): string {
  if (urgent === 0) return 'Nothing needs you';
  return urgent === 1 ? 'One capability needs you' : `${urgent} capabilities need you`;
}

/** Tells whoever does not look at the page that a capability is in another condition now. */
function useChangesSaid(capabilities: readonly Capability[] | undefined): void {
  const announce = useAnnounce();
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    for (const capability of capabilities ?? []) {
      const { label } = conditionOf(capability);
      const before = known.current.get(capability.name);
      known.current.set(capability.name, label);
      if (before !== undefined && before !== label) announce(`${capability.title}: ${label.toLowerCase()}`);
    }
  }, [capabilities, announce]);
}
