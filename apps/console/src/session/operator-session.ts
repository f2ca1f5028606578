import { z } from 'zod';

/** Short names: the cookie comes with every request. */
export const sessionContent = z.object({ s: z.string(), n: z.string(), m: z.string(), r: z.string(), x: z.number() });

/** An operator who has signed in. Whether they still are is for identity to say. */
export interface OperatorSession {
  /** As it stands in the audit: `operator:<login>`. */
  id: string;
  name: string;
  email: string;
  /** Good for access tokens as long as the sign-in holds at identity. */
  refreshToken: string;
  /** Whatever identity says, the session ends then: milliseconds of the epoch. */
  endsAt: number;
}
