import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { DecisionDialog } from '../decision/decision-dialog.tsx';
import { type Draft, useDraft } from '../decision/draft.ts';
import { detailOf } from '../failure/failure.tsx';
import { useAnnounce } from '../page/announcement.tsx';
import { commandKey, needsNobody, resolve, type WithHistory } from './commands.ts';
import type { Action, Kind, SeenCommand } from './kind.ts';
import { decisionLine, stateWords } from './words.ts';

export function resolutionDraftKey(command: string, action: string): string {
  return `${command}:${action}`;
}

interface ResolutionDialogProps<Seen extends SeenCommand> {
  kind: Kind<Seen>;
  /** Of the action. */
  name: string;
  action: Action<Seen>;
  command: WithHistory<Seen>;
  onClose: () => void;
}

/** Asks for the reason and the references of a decision about a command. */
export function ResolutionDialog<Seen extends SeenCommand>({
  kind,
  name,
  action,
  command,
  onClose,
}: ResolutionDialogProps<Seen>): ReactNode {
  const announce = useAnnounce();
  const queries = useQueryClient();
  const fields = action.fields(command);
  const none: Record<string, string> = Object.fromEntries(Object.keys(kind.references).map((each) => [each, '']));
  const draft: Draft<string> = useDraft(resolutionDraftKey(command.id, name), { reason: '', ...none });

  const decision = useMutation({
    mutationFn: () => {
      const body: Record<string, string> = {};
      for (const field of ['reason', ...fields]) {
        const text = draft.fields[field]?.trim() ?? '';
        if (text !== '') body[field] = text;
      }
      return resolve(kind, command.id, name, body);
    },
    onSuccess: (now) => {
      queries.setQueryData(commandKey(kind, command.id), now);
      announce(`Decided: the ${kind.noun} is ${stateWords(kind, now.state)}`);
      draft.drop();
      onClose();
    },
    onError: () => queries.invalidateQueries({ queryKey: commandKey(kind, command.id) }),
  });
  return (
    <DecisionDialog
      title={action.title(command)}
      effect={action.effect}
      confirmLabel={action.label}
      danger={action.danger}
      suggestions={action.suggestions}
      draft={draft}
      busy={decision.isPending}
      error={decision.error}
      refusal={
        needsNobody(decision.error) ? (
          <AlreadyDecided kind={kind} command={command} error={decision.error} />
        ) : undefined
      }
      onConfirm={decision.mutate}
      onClose={onClose}
    >
      {fields.map((field) => (
        <label key={field} className="field">
          {kind.references[field]?.label ?? field}
          <input
            className="input"
            autoComplete="off"
            maxLength={200}
            value={draft.fields[field] ?? ''}
            onChange={({ target }) => {
              draft.change({ [field]: target.value });
            }}
          />
        </label>
      ))}
    </DecisionDialog>
  );
}

/** The command was asked for again meanwhile, so it has the decision that came before. */
function AlreadyDecided<Seen extends SeenCommand>({
  kind,
  command,
  error,
}: {
  kind: Kind<Seen>;
  command: WithHistory<Seen>;
  error: Error | null;
}): ReactNode {
  const [last] = command.history;
  return (
    <Alert tone="error" title={`The ${kind.noun} is ${stateWords(kind, command.state)} and waits for no decision`}>
      <p>{last ? `${decisionLine(kind, last, new Date())}.` : error && detailOf(error)}</p>
    </Alert>
  );
}
