import { z } from 'zod';

/** RFC 6265 section 4.1.1; brackets are no token, and PHP uses them. */
export const cookieName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z[\]]+$/, 'must be the name of a cookie, such as PHPSESSID');
