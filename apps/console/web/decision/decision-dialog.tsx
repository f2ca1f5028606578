import { ConfirmDialog } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';
import { Failure } from '../failure/failure.tsx';
import type { Draft } from './draft.ts';
import { ReasonField, shortestReason } from './reason-field.tsx';

interface DecisionDialogProps {
  title: string;
  /** What will be different afterwards. */
  effect: string;
  confirmLabel: string;
  danger: boolean;
  /** Usual reasons: one more click instead of typing, for whoever was woken up. */
  suggestions: readonly string[];
  draft: Draft<'reason'>;
  busy: boolean;
  error: Error | null;
  /** Shown in place of the error, when more is known about it. */
  refusal?: ReactNode;
  /** What is wrong with the other fields. */
  complaint?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks for the reason of a decision, and for what else it needs, and says why it was refused. */
export function DecisionDialog(props: DecisionDialogProps): ReactNode {
  const { draft, busy, error, refusal, complaint, onClose } = props;
  const [asked, setAsked] = useState(false);
  const { reason } = draft.fields;
  const wrong = reason.trim().length < shortestReason ? 'Say why in a few words: it goes into the audit.' : complaint;

  const confirm = (): void => {
    if (busy) return;
    setAsked(true);
    if (wrong === undefined) props.onConfirm();
  };
  // Outside the card that it is about, whose styles would reach into it.
  return createPortal(
    <ConfirmDialog
      title={props.title}
      confirmLabel={props.confirmLabel}
      cancelLabel="Cancel"
      danger={props.danger}
      busy={busy}
      onConfirm={confirm}
      onCancel={() => {
        draft.drop();
        onClose();
      }}
    >
      <form
        className="action-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <p>{props.effect}</p>
        <ReasonField
          suggestions={props.suggestions}
          value={reason}
          onChange={(changed) => {
            draft.change({ reason: changed });
          }}
          complaint={asked ? wrong : undefined}
        />
        {props.children}
        {error && (refusal ?? <Failure error={error} />)}
        {/* Enter in any of the fields does what the button does. */}
        <button type="submit" hidden />
      </form>
    </ConfirmDialog>,
    document.body,
  );
}
