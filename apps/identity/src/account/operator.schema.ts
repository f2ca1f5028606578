import { z } from 'zod';
import { passwordHash } from '../password/password-hash.schema.ts';

/** A person who runs the portal. Either `passwordHash` (everywhere that matters) or `password` (on a laptop). */
export const operatorSchema = z
  .strictObject({
    login: z.string().min(1),
    email: z.email(),
    name: z.string().min(1),
    locale: z.enum(['en', 'et', 'ru']).default('en'),
    roles: z.array(z.string()).default(['operator']),
    passwordHash: passwordHash.optional(),
    password: z.string().min(1).optional(),
  })
  .refine((operator) => (operator.passwordHash === undefined) !== (operator.password === undefined), {
    message: 'needs either passwordHash or password',
  });

export type Operator = z.infer<typeof operatorSchema>;
