import { dateTime, identified, relatedParty } from '@wellspring/contract';
import { z } from 'zod';

/** TMF670 v4 `BankCard`, the attributes this service fills. */
export const paymentMethodDocument = z.object({
  ...identified('BankCard'),
  '@baseType': z.literal('PaymentMethod'),
  brand: z.string().optional(),
  lastFourDigits: z.string(),
  /** The last instant the card is good for. */
  expirationDate: dateTime.optional(),
  preferred: z.boolean(),
  relatedParty: z.array(relatedParty),
});
export type PaymentMethodDocument = z.infer<typeof paymentMethodDocument>;
