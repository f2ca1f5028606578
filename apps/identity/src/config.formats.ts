import { isIP } from 'node:net';
import { z } from 'zod';

/** A network in CIDR notation, as node:net's BlockList takes it. */
export interface Network {
  network: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** A comma-separated list, at least one item. */
export function list<T extends z.ZodType<unknown, string>>(
  item: T,
): z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<string[], string>>, z.ZodArray<T>> {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1));
}

/** 32 random bytes in base64url. */
export const encryptionKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

export const network = z.string().transform((text, context): Network => {
  const [address = '', suffix] = text.split('/');
  const family = isIP(address);
  const bits = family === 6 ? 128 : 32;
  const prefix = suffix === undefined ? bits : Number(suffix);
  if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) {
    context.addIssue({ code: 'custom', message: 'must be an address or a network in CIDR notation' });
    return z.NEVER;
  }
  return { network: address, prefix, family: family === 6 ? 'ipv6' : 'ipv4' };
});
