import { z } from 'zod';
import { parsePhc } from './phc-string.ts';

/** A password of the settings, as {@link PasswordHasher} makes them. */
export const passwordHash = z.string().refine((text) => parsePhc(text) !== undefined, 'must be an Argon2id PHC string');
