import { moneySchema, toMinorUnits } from '@wellspring/tmf';
import { z } from 'zod';

// PostgreSQL has no NUL in text, and would answer with an error of its own.
const billId = z
  .string()
  .min(1)
  .max(64)
  .refine((id) => !id.includes('\0'), 'must be the id of a bill');

const item = z.object({
  item: z.object({ id: billId, '@referredType': z.literal('CustomerBill').optional() }),
  amount: moneySchema.optional(),
});

/** TMF676 `Payment_Create`, as much of it as paying one bill by card needs. Other attributes are ignored. */
export const paymentOrder = z
  .object({
    totalAmount: moneySchema.optional(),
    amount: moneySchema.optional(),
    paymentItem: z.tuple([item], 'must be one item: a payment pays one bill'),
    paymentMethod: z.object({
      '@type': z.literal('bankCard', 'must be bankCard'),
      token: z
        .string()
        .regex(/^[\w.:-]{1,200}$/, 'must be a token of the payment provider, never a card number')
        .refine((token) => !/^\d{12,19}$/.test(token), 'must be a token of the payment provider, never a card number')
        .optional(),
    }),
  })
  .transform(({ totalAmount, amount, paymentItem: [{ item: bill, amount: itemAmount }], paymentMethod }, context) => {
    const amounts = [totalAmount, amount, itemAmount].filter((one) => one !== undefined);
    const [first, ...others] = amounts;
    if (!first) {
      context.addIssue({ code: 'custom', path: ['totalAmount'], message: 'is required' });
      return z.NEVER;
    }
    if (others.some((other) => other.value !== first.value || other.unit !== first.unit)) {
      context.addIssue({
        code: 'custom',
        path: ['totalAmount'],
        message: 'must equal amount and the amount of the item',
      });
      return z.NEVER;
    }
    const amountMinor = toMinorUnits(first);
    if (amountMinor === undefined || amountMinor <= 0) {
      const message = `must be more than nothing, in whole minor units of ${first.unit}`;
      context.addIssue({ code: 'custom', path: ['totalAmount', 'value'], message });
      return z.NEVER;
    }
    return { billId: bill.id, amountMinor, currency: first.unit, instrumentToken: paymentMethod.token };
  });

/** What a customer asks to be paid: one bill, in full. */
export type PaymentOrder = z.output<typeof paymentOrder>;
