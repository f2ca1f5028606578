import { z } from 'zod';
import { passwordHash } from '../password/password-hash.schema.ts';

/** RFC 6749, section 3.3: scopes, separated by single spaces. */
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/, 'must be scopes, separated by spaces');

const publicKey = z
  .looseObject({ kty: z.enum(['EC', 'OKP', 'RSA']), kid: z.string().min(1).optional() })
  .refine((key) => !('d' in key), 'must be a public key');

/**
 * Another system of the operator, which calls the APIs in its own name (RFC 6749, section 4.4). It proves who it is by a
 * secret, of which only the hash is known here, or by a key of its own (`private_key_jwt`). `secret` is for a laptop.
 */
const machineClient = z
  .strictObject({
    client_id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
    client_name: z.string().min(1).optional(),
    scope,
    secretHash: passwordHash.optional(),
    secret: z.string().min(16).optional(),
    jwks: z.strictObject({ keys: z.array(publicKey).min(1) }).optional(),
  })
  .refine(({ secretHash, secret, jwks }) => [secretHash, secret, jwks].filter(Boolean).length === 1, {
    message: 'needs exactly one of secretHash, secret and jwks',
  });

export const machineClients = z
  .array(machineClient)
  .refine((clients) => new Set(clients.map(({ client_id: id }) => id)).size === clients.length, {
    message: 'must not name a client_id twice',
  });

export type MachineClient = z.infer<typeof machineClient>;
