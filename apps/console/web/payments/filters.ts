import { type PaymentState, paymentStates } from './payments.ts';

/** Which payments are shown, as it stands in the page's address. */
export interface PaymentFilters {
  state: PaymentState | '';
  bill: string;
  customer: string;
}

export function filtersOf(address: URLSearchParams): PaymentFilters {
  return {
    state: paymentStates.find((state) => state === address.get('state')) ?? '',
    bill: address.get('bill') ?? '',
    customer: address.get('customer') ?? '',
  };
}

/** Leaves out what is not filtered by; the operations API has the same names. */
export function queryOf(filters: PaymentFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
}
