import { z } from 'zod';

const longestSilenceMinutes = 7 * 24 * 60;

/** One line: it is shown in lists, where a line end would look like another entry. */
const line = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'must be one line, without control characters');

export const incidentsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The trace id that a customer's error page shows as the reference; a whole traceparent is taken, too. */
export const referenceParam = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(text)?.[1] ?? text)
  .pipe(z.string().regex(/^[0-9a-f]{32}$/, 'must be the 32 digits (0-9, a-f) of an error page'));

/** As in `C-1042`. */
export const customerParam = line.pipe(z.string().min(1).max(100));

export const silenceRequest = z.strictObject({
  /** What an incident is about, or `*` for all. */
  subject: line.pipe(z.string().min(1).max(200)),
  minutes: z.number().int().min(1).max(longestSilenceMinutes),
  reason: line.pipe(z.string().min(3, 'must say why').max(500)),
});
