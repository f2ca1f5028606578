import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageTitle } from '../page/page-title.tsx';
import { CustomerDetails } from './customer-details.tsx';

/** Plain names only, as the console's server passes them on. */
const customerId = /^[A-Za-z0-9_-]{1,100}$/;

/** Why one customer sees what they see. */
export function CustomerPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const customer = address.get('customer') ?? '';
  const [typed, setTyped] = useState(customer);
  return (
    <>
      <PageTitle>{customer === '' ? 'Find a customer' : `Customer ${customer}`}</PageTitle>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          setAddress({ customer: typed.trim() });
        }}
      >
        <p>
          <label htmlFor="customer">Number of the customer, as in C-1042</label>{' '}
          <input
            id="customer"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
            }}
          />{' '}
          <Button type="submit">Look</Button>
        </p>
        <p className="hint">Who looks at a customer is recorded, and shown to whoever looks next.</p>
      </form>
      {customerId.test(customer) && <CustomerDetails key={customer} customer={customer} />}
      {customer !== '' && !customerId.test(customer) && <p className="card">That is no number of a customer.</p>}
    </>
  );
}
