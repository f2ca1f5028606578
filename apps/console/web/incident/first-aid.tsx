import type { ReactNode } from 'react';
import { Actions } from '../action/actions.tsx';
import { useLive } from '../live/live-provider.tsx';
import { decisionFor } from './decision-for.ts';
import type { Incident } from './incidents.ts';

/** What helps at once: as a button where the gateway can do it, as a command where somebody else has to. */
export function FirstAid({ incident }: { incident: Incident }): ReactNode {
  const { status } = useLive();
  const { firstAid, headline } = incident.diagnosis;
  const { capabilities, action } = decisionFor(incident, status?.capabilities ?? []);
  return (
    <>
      <p>
        <strong>First aid:</strong> {firstAid.text}
        {firstAid.command !== undefined && (
          <>
            {' '}
            <code>{firstAid.command}</code>
          </>
        )}
      </p>
      {capabilities.map((capability) => (
        <Actions key={capability.name} capability={capability} only={action} because={headline} />
      ))}
    </>
  );
}
