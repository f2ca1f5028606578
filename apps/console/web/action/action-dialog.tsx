import { useMutation } from '@tanstack/react-query';
import type { Stage } from '@wellspring/contract-gateway';
import { Alert } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { DecisionDialog } from '../decision/decision-dialog.tsx';
import { useDraft } from '../decision/draft.ts';
import { formatPosition } from '../format/format.ts';
import { useAnnounce } from '../page/announcement.tsx';
import type { Capability } from '../status/status.ts';
import { type Action, type ActionName, decide, draftKey, earlierStages, refusalReasons } from './action.ts';
import { PercentField } from './percent-field.tsx';

const suggestions: Record<ActionName, string[]> = {
  rollback: ['New side is failing', 'New side is slow', 'Customers complain', 'Wrong data shown'],
  advance: ['Planned step'],
  percent: ['Planned step', 'Reduce impact'],
  pause: ['Investigating', 'Incident elsewhere'],
  resume: ['Fixed'],
};

interface ActionDialogProps {
  action: Action;
  capability: Capability;
  /** The reason that is there already, to be said otherwise. */
  because?: string | undefined;
  onClose: () => void;
}

/** Asks for what the action needs, and lets gates that refuse it be overruled. */
export function ActionDialog({ action, capability, because = '', onClose }: ActionDialogProps): ReactNode {
  const announce = useAnnounce();
  const initial = { reason: because, percent: String(capability.percent), to: 'legacy' };
  const draft = useDraft(draftKey(capability.name, action.name), initial);
  const [force, setForce] = useState(false);
  const stages = earlierStages(capability.stage);
  const asksPercent = action.name === 'percent' || (action.name === 'advance' && capability.next === 'canary');
  const asksStage = action.name === 'rollback' && stages.length > 1;
  const percent = draft.fields.percent.trim() === '' ? NaN : Number(draft.fields.percent);

  const decision = useMutation({
    mutationFn: () =>
      decide(capability.name, action.name, {
        reason: draft.fields.reason.trim(),
        ...(asksPercent && { percent }),
        ...(asksStage && { to: stages.find((stage) => stage === draft.fields.to) ?? 'legacy' }),
        ...(force && { force }),
      }),
    onSuccess: (now) => {
      announce(`${capability.title}: ${action.label.toLowerCase()} done, now at ${formatPosition(now)}`);
      draft.drop();
      onClose();
    },
  });
  const refused = refusalReasons(decision.error);
  return (
    <DecisionDialog
      title={action.title}
      effect={action.effect}
      confirmLabel={force ? `${action.confirm} anyway` : action.confirm}
      danger={action.danger || force}
      suggestions={suggestions[action.name]}
      draft={draft}
      busy={decision.isPending}
      error={decision.error}
      refusal={refused && <Refusal reasons={refused} force={force} onForce={setForce} />}
      complaint={asksPercent && !(percent >= 0 && percent <= 100) ? 'The share is between 0 and 100 %.' : undefined}
      onConfirm={decision.mutate}
      onClose={onClose}
    >
      {asksPercent && (
        <PercentField
          value={draft.fields.percent}
          onChange={(value) => {
            draft.change({ percent: value });
          }}
        />
      )}
      {asksStage && (
        <StageField
          stages={stages}
          value={draft.fields.to}
          onChange={(to) => {
            draft.change({ to });
          }}
        />
      )}
    </DecisionDialog>
  );
}

function StageField({
  stages,
  value,
  onChange,
}: {
  stages: readonly Stage[];
  value: string;
  onChange: (stage: string) => void;
}): ReactNode {
  return (
    <label className="field">
      Back to
      <select
        className="select"
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      >
        {stages.map((stage) => (
          <option key={stage} value={stage}>
            {stage === 'legacy' ? 'legacy: the old side' : stage}
          </option>
        ))}
      </select>
    </label>
  );
}

function Refusal({
  reasons,
  force,
  onForce,
}: {
  reasons: readonly string[];
  force: boolean;
  onForce: (force: boolean) => void;
}): ReactNode {
  return (
    <Alert tone="error" title="The gates refuse it">
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <label className="field-check">
        <input
          type="checkbox"
          checked={force}
          onChange={({ target }) => {
            onForce(target.checked);
          }}
        />
        Do it anyway. The audit will say that it was forced.
      </label>
    </Alert>
  );
}
