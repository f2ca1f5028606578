import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { keptDraft } from '../decision/draft.ts';
import type { Capability } from '../status/status.ts';
import { type Action, type ActionName, actionsFor, draftKey } from './action.ts';
import { ActionDialog } from './action-dialog.tsx';

interface Asked {
  action: Action;
  capability: Capability;
}

interface ActionsProps {
  capability: Capability;
  /** The one that helps, beside what it helps against; else all that can be done. */
  only?: ActionName;
  /** The reason that is suggested. */
  because?: string;
}

/** What can be done about a capability. What was asked about stays asked, whatever happens to the lane meanwhile. */
export function Actions({ capability, only, because }: ActionsProps): ReactNode {
  const [asked, setAsked] = useState<Asked | undefined>(() => (only === undefined ? left(capability) : undefined));
  const actions = actionsFor(capability).filter(({ name }) => only === undefined || name === only);
  if (actions.length === 0 && asked === undefined) return null;
  return (
    <div className="actions" role="group" aria-label={`Actions on ${capability.title}`}>
      {actions.map((action) => (
        <Button
          key={action.name}
          variant={action.name === 'rollback' ? 'danger' : 'secondary'}
          aria-haspopup="dialog"
          onClick={() => {
            setAsked({ action, capability });
          }}
        >
          {only === undefined ? (
            <>
              {action.label}
              <span className="visually-hidden"> ({capability.title})</span>
            </>
          ) : (
            `${action.label}: ${capability.title}`
          )}
        </Button>
      ))}
      {asked && (
        <ActionDialog
          action={asked.action}
          capability={asked.capability}
          because={because}
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
