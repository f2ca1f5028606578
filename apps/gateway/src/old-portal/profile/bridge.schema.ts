import { z } from 'zod';
import { addressSchema } from './connection.schema.ts';

const customerFact = /^customer\.(id|email|name|language)$/;
const referencePattern = /^\$([A-Z][A-Z0-9_]*)$/;

/** What is filled into one field of a form. */
export type FormField =
  | { from: 'customer'; fact: 'id' | 'email' | 'name' | 'language' }
  | { from: 'environment'; variable: string }
  | { from: 'text'; text: string };

const formField = z.string().transform((text): FormField => {
  const fact = customerFact.exec(text)?.[1];
  if (fact !== undefined) return { from: 'customer', fact: fact as 'id' };
  const variable = referencePattern.exec(text)?.[1];
  return variable === undefined ? { from: 'text', text } : { from: 'environment', variable };
});

const headerSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[Xx]-[Bb]ridge-[A-Za-z0-9-]+$/,
        'must begin with X-Bridge-: what browsers send under such names is dropped',
      )
      .default('X-Bridge-Customer')
      .describe('Header the portal believes. Whatever a browser sends under this name is dropped.'),
    audience: z
      .string()
      .min(1)
      .optional()
      .describe("`aud` of the signed token in it; absent: the portal's name in this file."),
  })
  .prefault({})
  .describe('For mode `header`.');

const formSchema = z
  .strictObject({
    at: z
      .string()
      .regex(/^\/[^\s#]*$/, 'must be a path, with or without query')
      .describe(
        'Page with the form of the delegated sign-in. It is fetched, its hidden fields are kept, and it is posted where it says.',
      ),
    deniedToBrowsers: z
      .boolean()
      .default(false)
      .describe(
        'The gateway answers browsers 404 at this path, in every spelling; the portal is reached in no other way.',
      ),
    listener: addressSchema
      .refine(({ pathname }) => pathname === '/', 'must have no path: `at` says it')
      .optional()
      .describe(
        'Address of a listener of the portal that only the gateway reaches; instead of `deniedToBrowsers`. The form is fetched and posted there and redirects are followed there, with the names and paths of the portal and its `tls`; what it brought about is checked at `addresses`.',
      ),
    fields: z
      .record(z.string().min(1), formField)
      .refine((fields) => Object.keys(fields).length > 0, 'needs at least one field')
      .describe(
        'Name of a field → what is filled in: `customer.id`, `customer.email`, `customer.name`, `customer.language`; `$NAME` for a secret from the environment of the gateway; anything else as it is written.',
      ),
  })
  .refine((form) => form.deniedToBrowsers || form.listener !== undefined, {
    message:
      'needs `deniedToBrowsers: true` or a `listener`: a secret accepted by a form that browsers reach lets anybody in as anybody',
  })
  .optional()
  .describe('For mode `form`.');

export const bridgeSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'header', 'form'])
      .default('off')
      .describe(
        'How a customer signed in on the new side is signed in at the portal. `off`: not at all; who signed in at the portal is recognised by `whoIs`. `header`: by a signed header, for a portal that can be taught to believe one. `form`: the gateway fills in a form that browsers cannot reach.',
      ),
    header: headerSchema,
    form: formSchema,
  })
  .prefault({})
  .describe('What the portal is told about customers who signed in on the new side.');
