import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import type { Capability } from '../live/status.ts';
import { type Action, actionsFor } from './action.ts';
import { ActionDialog } from './action-dialog.tsx';

/** The buttons of a lane. What was asked about stays asked, whatever happens to the lane meanwhile. */
export function Actions({ capability }: { capability: Capability }): ReactNode {
  const [asked, setAsked] = useState<{ action: Action; capability: Capability }>();
  return (
    <div className="actions" role="group" aria-label={`Actions on ${capability.title}`}>
      {actionsFor(capability).map((action) => (
        <Button
          key={action.name}
          variant={action.name === 'rollback' ? 'danger' : 'secondary'}
          aria-haspopup="dialog"
          onClick={() => {
            setAsked({ action, capability });
          }}
        >
          {action.label}
          <span className="visually-hidden"> ({capability.title})</span>
        </Button>
      ))}
      {asked && (
        <ActionDialog
          action={asked.action}
          capability={asked.capability}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </div>
  );
}
