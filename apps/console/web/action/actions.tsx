import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { keptDraft } from '../decision/draft.ts';
import type { Capability } from '../status/status.ts';
import { type Action, actionsFor, draftKey } from './action.ts';
import { ActionDialog } from './action-dialog.tsx';

interface Asked {
  action: Action;
  capability: Capability;
}

/** The buttons of a lane. What was asked about stays asked, whatever happens to the lane meanwhile. */
export function Actions({ capability }: { capability: Capability }): ReactNode {
  const [asked, setAsked] = useState<Asked | undefined>(() => left(capability));
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

/** The dialog that was open when the page was left, to sign in again or by a reload. */
function left(capability: Capability): Asked | undefined {
  const action = actionsFor(capability).find(({ name }) => keptDraft(draftKey(capability.name, name)) !== undefined);
  return action && { action, capability };
}
