import { z } from 'zod';
import { parseAmount } from '../money.ts';

const yesNo = z.enum(['Yes', 'No'], 'must be Yes or No');
const internetOption = z.enum(['Yes', 'No', 'No internet service'], 'must be Yes, No or No internet service');

const amount = z.string().transform((text, context) => {
  const minor = parseAmount(text);
  if (minor !== undefined && minor > 0) return minor;
  context.addIssue('must be an amount above zero such as 29.85');
  return z.NEVER;
});

/** The columns of the operator's export that customers are made from; others are ignored. */
export const telcoRow = z
  .object({
    // It ends up in addresses and e-mails.
    customerID: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'must be letters, digits and hyphens, at most 40'),
    tenure: z
      .string()
      .regex(/^\d{1,4}$/, 'must be a whole number of months')
      .transform(Number),
    PhoneService: yesNo,
    MultipleLines: z.enum(['Yes', 'No', 'No phone service'], 'must be Yes, No or No phone service'),
    InternetService: z.enum(['DSL', 'Fiber optic', 'No'], 'must be DSL, Fiber optic or No'),
    OnlineSecurity: internetOption,
    OnlineBackup: internetOption,
    DeviceProtection: internetOption,
    TechSupport: internetOption,
    StreamingTV: internetOption,
    StreamingMovies: internetOption,
    Contract: z.enum(['Month-to-month', 'One year', 'Two year'], 'must be Month-to-month, One year or Two year'),
    PaymentMethod: z.string().min(1, 'must not be blank'),
    MonthlyCharges: amount,
    // Blank and zero are what exports have for a customer who has not been billed yet.
    TotalCharges: z.union(
      [
        z
          .string()
          .regex(/^(0+(\.0+)?)?$/)
          .transform(() => 0),
        amount,
      ],
      'must be an amount above zero such as 29.85',
    ),
    Churn: yesNo,
  })
  .superRefine((row, context) => {
    const refuse = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (row.tenure === 0 && row.TotalCharges > 0)
      refuse('TotalCharges', 'must be blank or 0 for a customer with no tenure');
    if (row.tenure > 0 && row.TotalCharges === 0) refuse('TotalCharges', 'must be above zero after the first month');
    if (row.tenure > 0 && row.TotalCharges > 0 && row.TotalCharges < row.MonthlyCharges) {
      refuse('TotalCharges', 'must not be less than MonthlyCharges');
    }
    if (row.PhoneService === 'No' && row.InternetService === 'No') {
      refuse('PhoneService', 'must be Yes when InternetService is No: nothing to bill otherwise');
    }
  });

export type TelcoRow = z.infer<typeof telcoRow>;

export const requiredColumns = Object.keys(telcoRow.shape);
