import { Badge, Skeleton } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment, formatMoney } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { filtersOf, type PaymentFilters, queryOf } from './filters.ts';
import { type Payment, type PaymentPage, paymentStates, usePayments } from './payments.ts';
import { adviceOn, stateWords } from './words.ts';

/** Payments that wait for a person, who has waited longest first; and others, when they are looked for. */
export function PaymentsPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(address);
  const query = usePayments(queryOf(filters));
  return (
    <>
      <PageTitle>Payments</PageTitle>
      <p className="hint">
        A payment needs a person when the system cannot tell whether it was charged, or is not able to book it. Until
        somebody decides, its bill cannot be paid.
      </p>
      <Filters
        filters={filters}
        onChange={(changed) => {
          setAddress(queryOf(changed), { replace: true, preventScrollReset: true });
        }}
      />
      {query.isPending && <Skeleton label="Loading payments" lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Found page={query.data} filtered={address.size > 0} />}
    </>
  );
}

function Found({ page: { items, total }, filtered }: { page: PaymentPage; filtered: boolean }): ReactNode {
  if (items.length === 0) {
    return <p className="card">{filtered ? 'No payment matches these filters.' : 'No payment needs a person.'}</p>;
  }
  return (
    <>
      <div className="card table-card">
        <PaymentTable payments={items} />
      </div>
      {total > items.length && (
        <p className="more hint">
          The first {formatCount(items.length)} of {formatCount(total)}.
        </p>
      )}
    </>
  );
}

function PaymentTable({ payments }: { payments: readonly Payment[] }): ReactNode {
  const now = new Date();
  return (
    <table className="table">
      <caption className="visually-hidden">Payments, the one that has waited longest first</caption>
      <thead>
        <tr>
          <th scope="col">Payment</th>
          <th scope="col">Since</th>
          <th scope="col">Customer</th>
          <th scope="col">Bill</th>
          <th scope="col">Amount</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {payments.map((payment) => (
          <tr key={payment.id}>
            <th scope="row">
              <Link className="reference" to={`/payments/${payment.id}`}>
                {payment.id}
              </Link>
            </th>
            <td data-label="Since">
              <time dateTime={payment.since}>{formatMoment(new Date(payment.since), now)}</time>
            </td>
            <td data-label="Customer">{payment.customerId}</td>
            <td data-label="Bill">{payment.billId}</td>
            <td data-label="Amount" className="amount">
              {formatMoney(payment.amount)}
            </td>
            <td data-label="State">
              <Badge tone={payment.state === 'needsAttention' ? 'attention' : 'neutral'}>
                {stateWords[payment.state]}
              </Badge>
              <span className="payment-why">{adviceOn(payment.reason)?.what}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Filters({
  filters,
  onChange,
}: {
  filters: PaymentFilters;
  onChange: (filters: PaymentFilters) => void;
}): ReactNode {
  return (
    <form
      className="card filters filters-few"
      role="search"
      aria-label="Find payments"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label className="field">
        State
        <select
          className="select"
          value={filters.state}
          onChange={({ target }) => {
            onChange({ ...filters, state: paymentStates.find((state) => state === target.value) ?? '' });
          }}
        >
          <option value="">{filters.bill + filters.customer === '' ? 'needs a person' : 'any'}</option>
          {paymentStates.map((state) => (
            <option key={state} value={state}>
              {stateWords[state]}
            </option>
          ))}
        </select>
      </label>
      <IdField
        label="Customer"
        value={filters.customer}
        onChange={(customer) => {
          onChange({ ...filters, customer });
        }}
      />
      <IdField
        label="Bill"
        value={filters.bill}
        onChange={(bill) => {
          onChange({ ...filters, bill });
        }}
      />
    </form>
  );
}

/** Asked for when it is complete: an id is found as a whole or not at all. */
function IdField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (id: string) => void;
}): ReactNode {
  const [text, setText] = useState(value);
  const commit = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <label className="field">
      {label}
      <input
        className="input"
        autoComplete="off"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
        }}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit();
        }}
      />
    </label>
  );
}
