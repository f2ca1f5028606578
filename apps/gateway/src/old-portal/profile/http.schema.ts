import { z } from 'zod';
import { leniencies, type Leniency } from '../../upstream/leniencies.ts';

const names = Object.keys(leniencies) as [Leniency, ...Leniency[]];

export const httpSchema = z
  .strictObject({
    lenient: z
      .array(z.enum(names))
      .default([])
      .describe(
        `Mistakes in the head of an answer that are forgiven; its connection is closed afterwards. When an answer is refused the log names what would have helped. ${Object.entries(
          leniencies,
        )
          .map(([name, mistake]) => `\`${name}\`: ${mistake}`)
          .join(' ')}`,
      ),
    via: z.boolean().default(true).describe('Whether the portal is told that a proxy is in between (Via).'),
    authorization: z
      .enum(['pass', 'drop'])
      .default('drop')
      .describe(
        'What becomes of the Authorization a browser sends. `pass` for a portal that signs customers in that way. NTLM and Negotiate sign a connection in and not a request: they are never passed on, and never offered.',
      ),
  })
  .prefault({})
  .describe('Its manners of HTTP.');
