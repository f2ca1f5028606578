import type { PaymentMethodDocument } from '@wellspring/contract-billing';
import { hrefOf } from '@wellspring/tmf';
import type { Instrument } from '../payment-provider/instrument.schema.ts';
import { paymentMethod } from './payment-method.resource.ts';

/** A card as TMF670 shows it; its id is the provider's token, which a payment can be ordered with. */
export function paymentMethodOf(instrument: Instrument, customerId: string): PaymentMethodDocument {
  const { token, brand, lastFour, validUntil, usual } = instrument;
  return {
    id: token,
    href: hrefOf(paymentMethod, token),
    ...(brand !== undefined && { brand }),
    lastFourDigits: lastFour,
    ...(validUntil !== undefined && { expirationDate: endOfMonth(validUntil) }),
    preferred: usual,
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'BankCard',
    '@baseType': 'PaymentMethod',
  };
}

/** @param month `2029-08` */
function endOfMonth(month: string): string {
  const [year = 0, ordinal = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, ordinal) - 1).toISOString();
}
