import { dateTime, defineMadeResource, identified, relatedParty } from '@wellspring/tmf';
import { z } from 'zod';

/** TMF670 v4 `BankCard`, the attributes this service fills. */
const document = z.object({
  ...identified('BankCard'),
  '@baseType': z.literal('PaymentMethod'),
  brand: z.string().optional(),
  lastFourDigits: z.string(),
  /** The last instant the card is good for. */
  expirationDate: dateTime.optional(),
  preferred: z.boolean(),
  relatedParty: z.array(relatedParty),
});

export type PaymentMethodDocument = z.infer<typeof document>;

/** TMF670 `paymentMethod`; nothing of it is kept here. */
export const paymentMethod = defineMadeResource({
  name: 'payment method',
  type: 'BankCard',
  path: '/tmf-api/paymentMethod/v4/paymentMethod',
  document,
});
