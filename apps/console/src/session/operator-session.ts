import { z } from 'zod';

/** Short names: the cookie comes with every request. */
export const sessionContent = z.object({
  s: z.string(),
  n: z.string(),
  m: z.string(),
  a: z.string(),
  e: z.number(),
  r: z.string().optional(),
  x: z.number(),
});

/** An operator who is signed in. Times in milliseconds of the epoch. */
export interface OperatorSession {
  /** As it stands in the audit: `operator:<login>`. */
  id: string;
  name: string;
  email: string;
  /** For the operations API. */
  accessToken: string;
  accessExpiresAt: number;
  refreshToken: string | undefined;
  /** Whatever is refreshed, the session ends then. */
  endsAt: number;
}
