import { Badge, Button, Card, Skeleton } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { keptDraft } from '../decision/draft.ts';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment, formatMoney, timeZoneName } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { type PaymentWithHistory, type ResolutionAction, resolutionActions, usePayment } from './payments.ts';
import { ResolutionDialog, resolutionDraftKey } from './resolution-dialog.tsx';
import { ResolutionTable } from './resolution-table.tsx';
import { adviceOn, stateWords } from './words.ts';

const labels: Record<ResolutionAction, string> = {
  retry: 'Retry',
  'mark-paid': 'Mark as paid',
  'give-back': 'Give back',
};

/** What is known of a payment, what was decided about it, and what can be. */
export function PaymentPage(): ReactNode {
  const { id = '' } = useParams();
  const query = usePayment(id);
  return (
    <>
      <p className="back">
        <Link to="/payments">← Payments</Link>
      </p>
      <PageTitle tab="Payment">Payment</PageTitle>
      {query.isPending && <Skeleton label="Loading the payment" lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className="lanes">
          <Known payment={query.data} />
          <Card title="Decisions">
            {query.data.history.length === 0 ? (
              <p>Nothing has been decided yet.</p>
            ) : (
              <ResolutionTable history={query.data.history} />
            )}
          </Card>
        </div>
      )}
    </>
  );
}

function Known({ payment }: { payment: PaymentWithHistory }): ReactNode {
  const now = new Date();
  const advice = payment.state === 'needsAttention' ? adviceOn(payment.reason) : undefined;
  const { charge } = payment;
  return (
    <Card title={formatMoney(payment.amount)}>
      <Badge tone={payment.state === 'needsAttention' ? 'attention' : 'neutral'}>{stateWords[payment.state]}</Badge>
      {advice && (
        <>
          <p>{advice.what}</p>
          <p>
            <strong>Usually:</strong> {advice.usually}
          </p>
        </>
      )}
      <Actions payment={payment} />
      <dl className="known">
        <Fact name="Payment, and reference at the provider">
          <code className="reference">{payment.id}</code>
        </Fact>
        <Fact name="Customer">{payment.customerId}</Fact>
        <Fact name="Bill">{payment.billId}</Fact>
        <Fact name={`In this state since (${timeZoneName()})`}>{formatMoment(new Date(payment.since), now)}</Fact>
        <Fact name="Ordered">{formatMoment(new Date(payment.createdAt), now)}</Fact>
        <Fact name="Charge">
          {charge.reference === null ? 'none known' : <code className="reference">{charge.reference}</code>}
        </Fact>
        <Fact name="First sent to the provider">
          {charge.attemptedAt === null ? 'never' : formatMoment(new Date(charge.attemptedAt), now)}
        </Fact>
        <Fact name="Charges without an answer">{formatCount(charge.unanswered)}</Fact>
        <Fact name="Booked at the engine as">{payment.settlementReference ?? 'not booked'}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Actions({ payment }: { payment: PaymentWithHistory }): ReactNode {
  const [asked, setAsked] = useState<ResolutionAction | undefined>(() =>
    // The dialog that was open when the page was left, to sign in again or by a reload.
    resolutionActions.find((action) => keptDraft(resolutionDraftKey(payment.id, action)) !== undefined),
  );
  return (
    <div className="actions payment-actions" role="group" aria-label="Decide about this payment">
      {payment.actions.map((action) => (
        <Button
          key={action}
          aria-haspopup="dialog"
          onClick={() => {
            setAsked(action);
          }}
        >
          {labels[action]}
        </Button>
      ))}
      {asked && (
        <ResolutionDialog
          key={asked}
          action={asked}
          payment={payment}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </div>
  );
}
