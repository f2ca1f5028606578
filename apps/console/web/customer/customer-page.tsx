import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { LookUpForm } from '../page/look-up-form.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { CustomerDetails } from './customer-details.tsx';

/** Plain names only, as the console's server passes them on. */
const customerId = /^[A-Za-z0-9_-]{1,100}$/;

/** Why one customer sees what they see. */
export function CustomerPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const customer = address.get('customer') ?? '';
  return (
    <>
      <PageTitle>{customer === '' ? 'Find a customer' : `Customer ${customer}`}</PageTitle>
      <LookUpForm
        label="Number of the customer, as in C-1042"
        value={customer}
        button="Look"
        onLookUp={(typed) => {
          setAddress({ customer: typed });
        }}
      >
        <p className="hint">Who looks at a customer is recorded, and shown to whoever looks next.</p>
      </LookUpForm>
      {customerId.test(customer) && <CustomerDetails key={customer} customer={customer} />}
      {customer !== '' && !customerId.test(customer) && <p className="card">That is no number of a customer.</p>}
    </>
  );
}
