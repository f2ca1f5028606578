import type { RelatedPartyRef } from '@wellspring/tmf';
import type { Instrument } from '../payment-provider/instrument.schema.ts';

export const paymentMethodPath = '/tmf-api/paymentMethod/v4/paymentMethod';

/** TMF670 v4 `BankCard`, the attributes this service fills. */
export interface PaymentMethodDocument {
  id: string;
  href: string;
  brand?: string;
  lastFourDigits: string;
  /** The last instant the card is good for. */
  expirationDate?: string;
  preferred: boolean;
  relatedParty: RelatedPartyRef[];
  '@type': 'BankCard';
  '@baseType': 'PaymentMethod';
}

/** A card as TMF670 shows it; its id is the provider's token, which a payment can be ordered with. */
export function paymentMethodOf(instrument: Instrument, customerId: string): PaymentMethodDocument {
  const { token, brand, lastFour, validUntil, usual } = instrument;
  return {
    id: token,
    href: `${paymentMethodPath}/${encodeURIComponent(token)}`,
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
