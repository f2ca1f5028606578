import { z } from 'zod';

/** Each by the mistake it forgives. */
export const LENIENCIES = {
  bareLf: 'Lines of the head end with a line feed alone.',
  foldedLines: 'A header goes on in the next line, which begins with white space.',
  spaceBeforeColon: 'White space stands between the name of a header and its colon.',
  invalidNames: 'A header whose name cannot be one, such as one with a blank in it: it is left out.',
  linesWithoutColon: 'A line that is no header at all: it is left out.',
  controlCharacters: 'Control characters in the head: they are left out. NUL is never forgiven.',
  leadingBlankLines: 'Empty lines before the status line.',
  lengthList: 'Content-Length: 5, 5: the same length several times in one line.',
  lengthBesideChunked: 'Content-Length beside Transfer-Encoding: chunked: the chunks count.',
  teIdentity: 'Transfer-Encoding: identity, which means none.',
  chunkedHttp10: 'Chunks from a server that says HTTP/1.0.',
  longHead: 'A head of up to 256 KiB instead of 64 KiB.',
} as const;

export type Leniency = keyof typeof LENIENCIES;

const names = Object.keys(LENIENCIES) as [Leniency, ...Leniency[]];

export const httpSchema = z
  .strictObject({
    lenient: z
      .array(z.enum(names))
      .default([])
      .describe(
        `Mistakes in the head of an answer that are forgiven; its connection is closed afterwards. When an answer is refused the log names what would have helped. ${Object.entries(
          LENIENCIES,
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
