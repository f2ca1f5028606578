import { z } from 'zod';

/** A customer as `POST /credentials/verify` of the CRM answers. */
export const crmCustomerSchema = z.object({
  customerNo: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/),
  email: z.email(),
  firstName: z.string(),
  lastName: z.string(),
  language: z.enum(['en', 'et', 'ru']),
  segment: z.string(),
});

export type CrmCustomer = z.infer<typeof crmCustomerSchema>;
