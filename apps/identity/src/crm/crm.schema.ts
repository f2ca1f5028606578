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

/** What `GET /customers` tells of a change; a CRM that closes nobody says no status. */
export const crmChangesSchema = z.object({
  items: z.array(
    z.object({
      customerNo: z.string().min(1),
      status: z.enum(['ACTIVE', 'CLOSED']).default('ACTIVE'),
      changeSeq: z.number().int().nonnegative(),
    }),
  ),
});

export type CrmChange = z.infer<typeof crmChangesSchema>['items'][number];

export type CrmCustomer = z.infer<typeof crmCustomerSchema>;
