import { z } from 'zod';

const keyBytes = 32;

/** A setting with the secrets of a `Sealer`: 32 bytes each, in base64url, separated by commas. The first one seals. */
export const sealingKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((each) => Buffer.from(each.trim(), 'base64url'));
  if (keys.every((key) => key.length === keyBytes)) return keys.map((key) => key.toString('base64url'));
  context.addIssue({ code: 'custom', message: 'must be 32 bytes each, in base64url, separated by commas' });
  return z.NEVER;
});
