import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { DecisionDialog } from '../decision/decision-dialog.tsx';
import { useDraft } from '../decision/draft.ts';
import { detailOf } from '../failure/failure.tsx';
import { formatMoney } from '../format/format.ts';
import { useAnnounce } from '../page/announcement.tsx';
import { needsNobody, paymentKey, type PaymentWithHistory, resolve, type ResolutionAction } from './payments.ts';
import { decisionLine, stateWords } from './words.ts';

const referenceFields = {
  chargeReference: 'Reference of the charge at the provider',
  settlementReference: 'Reference at the billing engine, if it was booked there by hand',
  refundReference: 'Reference of the refund at the provider',
} as const;
type ReferenceField = keyof typeof referenceFields;

interface Question {
  title: (amount: string) => string;
  effect: string;
  confirm: string;
  danger: boolean;
  suggestions: string[];
  fields: (payment: PaymentWithHistory) => ReferenceField[];
}

const questions: Record<ResolutionAction, Question> = {
  retry: {
    title: (amount) => `Retry the payment of ${amount}`,
    effect:
      'It goes on from where it is. A charge that the provider knows is used and not made again; a key that the provider may have forgotten is not sent.',
    confirm: 'Retry',
    danger: false,
    suggestions: ['Engine is back', 'Provider is back'],
    fields: () => [],
  },
  'mark-paid': {
    title: (amount) => `Mark the payment of ${amount} as paid`,
    effect:
      'The provider has the money. The bill is booked at the engine, unless you say under which reference it already is.',
    confirm: 'Mark as paid',
    danger: false,
    suggestions: ['Captured, seen at the provider', 'Booked by hand at the engine'],
    fields: ({ charge }) => [
      ...(charge.reference === null ? (['chargeReference'] as const) : []),
      'settlementReference',
    ],
  },
  'give-back': {
    title: (amount) => `Give back the payment of ${amount}`,
    effect:
      'The customer has the money, and the bill is free to be paid again. No refund is made from here: without a reference the provider is asked first, and must know of no charge.',
    confirm: 'Give back',
    danger: true,
    suggestions: ['Bill was paid another way', 'Provider has no such charge'],
    fields: () => ['refundReference'],
  },
};

export function resolutionDraftKey(payment: string, action: ResolutionAction): string {
  return `${payment}:${action}`;
}

interface ResolutionDialogProps {
  action: ResolutionAction;
  payment: PaymentWithHistory;
  onClose: () => void;
}

/** Asks for the reason and the references of a decision about a payment. */
export function ResolutionDialog({ action, payment, onClose }: ResolutionDialogProps): ReactNode {
  const announce = useAnnounce();
  const queries = useQueryClient();
  const question = questions[action];
  const initial = { reason: '', chargeReference: '', settlementReference: '', refundReference: '' };
  const draft = useDraft(resolutionDraftKey(payment.id, action), initial);
  const fields = question.fields(payment);

  const decision = useMutation({
    mutationFn: () => {
      const body: Record<string, string> = { reason: draft.fields.reason.trim() };
      for (const name of fields) {
        const reference = draft.fields[name].trim();
        if (reference !== '') body[name] = reference;
      }
      return resolve(payment.id, action, body);
    },
    onSuccess: (now) => {
      queries.setQueryData(paymentKey(payment.id), now);
      announce(`Decided: the payment is ${stateWords[now.state]}`);
      draft.drop();
      onClose();
    },
    onError: () => queries.invalidateQueries({ queryKey: paymentKey(payment.id) }),
  });
  return (
    <DecisionDialog
      title={question.title(formatMoney(payment.amount))}
      effect={question.effect}
      confirmLabel={question.confirm}
      danger={question.danger}
      suggestions={question.suggestions}
      draft={draft}
      busy={decision.isPending}
      error={decision.error}
      refusal={needsNobody(decision.error) ? <AlreadyDecided payment={payment} error={decision.error} /> : undefined}
      onConfirm={decision.mutate}
      onClose={onClose}
    >
      {fields.map((name) => (
        <label key={name} className="field">
          {referenceFields[name]}
          <input
            className="input"
            autoComplete="off"
            maxLength={200}
            value={draft.fields[name]}
            onChange={({ target }) => {
              draft.change({ [name]: target.value });
            }}
          />
        </label>
      ))}
    </DecisionDialog>
  );
}

/** The payment was asked for again meanwhile, so it has the decision that came before. */
function AlreadyDecided({ payment, error }: { payment: PaymentWithHistory; error: Error | null }): ReactNode {
  const [last] = payment.history;
  return (
    <Alert tone="error" title={`The payment is ${stateWords[payment.state]} and waits for no decision`}>
      <p>{last ? `${decisionLine(last, new Date())}.` : error && detailOf(error)}</p>
    </Alert>
  );
}
