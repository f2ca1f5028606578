import { useMutation } from '@tanstack/react-query';
import { Alert, ConfirmDialog } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';
import { useAnnounce } from '../app/announcement.tsx';
import { Failure } from '../app/failure.tsx';
import { formatPosition } from '../format/format.ts';
import type { Capability, Stage } from '../live/status.ts';
import { type Action, decide, earlierStages, refusalReasons } from './action.ts';
import { PercentField } from './percent-field.tsx';
import { ReasonField, shortestReason } from './reason-field.tsx';

interface ActionDialogProps {
  action: Action;
  capability: Capability;
  onClose: () => void;
}

/** Asks for the reason, and for what else the action needs, and shows why it was refused. */
export function ActionDialog({ action, capability, onClose }: ActionDialogProps): ReactNode {
  const announce = useAnnounce();
  const [reason, setReason] = useState('');
  const [percent, setPercent] = useState(capability.percent);
  const [to, setTo] = useState<Stage>('legacy');
  const [force, setForce] = useState(false);
  const [complaint, setComplaint] = useState<string>();
  const asksPercent = action.name === 'percent' || (action.name === 'advance' && capability.next === 'canary');
  const asksStage = action.name === 'rollback' && earlierStages(capability.stage).length > 1;

  const decision = useMutation({
    mutationFn: () =>
      decide(capability.name, action.name, {
        reason: reason.trim(),
        ...(asksPercent && { percent }),
        ...(asksStage && { to }),
        ...(force && { force }),
      }),
    onSuccess: (now) => {
      announce(`${capability.title}: ${action.label.toLowerCase()} done, now at ${formatPosition(now)}`);
      onClose();
    },
  });
  const refused = refusalReasons(decision.error);

  const confirm = (): void => {
    if (decision.isPending) return;
    const wrong = complaintAbout(reason, asksPercent ? percent : undefined);
    setComplaint(wrong);
    if (wrong === undefined) decision.mutate();
  };
  // Outside the lane: lanes change places, and a dialog that is moved is closed.
  return createPortal(
    <ConfirmDialog
      title={action.title}
      confirmLabel={force ? `${action.confirm} anyway` : action.confirm}
      cancelLabel="Cancel"
      danger={action.danger || force}
      busy={decision.isPending}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <form
        className="action-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <p>{action.effect}</p>
        <ReasonField action={action.name} value={reason} onChange={setReason} complaint={complaint} />
        {asksPercent && <PercentField value={percent} onChange={setPercent} />}
        {asksStage && <StageField stages={earlierStages(capability.stage)} value={to} onChange={setTo} />}
        {refused && <Refusal reasons={refused} force={force} onForce={setForce} />}
        {decision.error && !refused && <Failure error={decision.error} />}
        {/* Enter in any of the fields does what the button does. */}
        <button type="submit" hidden />
      </form>
    </ConfirmDialog>,
    document.body,
  );
}

function complaintAbout(reason: string, percent: number | undefined): string | undefined {
  if (reason.trim().length < shortestReason) return 'Say why in a few words: it goes into the audit.';
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) return 'The share is between 0 and 100 %.';
  return undefined;
}

function StageField({
  stages,
  value,
  onChange,
}: {
  stages: readonly Stage[];
  value: Stage;
  onChange: (stage: Stage) => void;
}): ReactNode {
  return (
    <label className="field">
      Back to
      <select
        className="select"
        value={value}
        onChange={({ target }) => {
          const chosen = stages.find((stage) => stage === target.value);
          if (chosen) onChange(chosen);
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
