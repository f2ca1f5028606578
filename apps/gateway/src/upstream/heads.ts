import { MalformedMessageError } from '../http1/header-lines.ts';
import type { Leniency } from '../upstream/leniencies.ts';
import { mended } from './mended-head.ts';
import { factsOf, parseResponseHead, type MessageFacts, type ResponseHead } from './response-head.ts';

const maxHeadBytes = 64 * 1_024;
const maxLongHeadBytes = 256 * 1_024;
const endOfHead = Buffer.from('\r\n\r\n');
const cr = 13;
const lf = 10;

export interface HeadRead {
  head: ResponseHead;
  facts: MessageFacts;
  /** How many bytes it took, with the empty line. */
  bytes: number;
  /** Its mistakes: it was read only because they are forgiven. */
  forgiven: readonly Leniency[];
}

/** Reads the head of an answer. */
export interface Heads {
  /** @returns undefined while it is not complete. @throws {MalformedMessageError} */
  read(bytes: Buffer, method: string): HeadRead | undefined;
}

/** As strict as the gateway is with requests: for systems of our own. */
export const strictHeads: Heads = {
  read(bytes, method) {
    const end = bytes.indexOf(endOfHead);
    if (end < 0 ? bytes.length > maxHeadBytes : end > maxHeadBytes) throw new MalformedMessageError('head too long');
    return end < 0 ? undefined : readText(bytes.toString('latin1', 0, end), end + endOfHead.length, method);
  },
};

/** For a portal that is as it is: mistakes that its profile names are forgiven, for others the error names what would help. */
export class LenientHeads implements Heads {
  private readonly lenient: ReadonlySet<Leniency>;
  private readonly maxBytes: number;

  constructor(lenient: ReadonlySet<Leniency>) {
    this.lenient = lenient;
    this.maxBytes = lenient.has('longHead') ? maxLongHeadBytes : maxHeadBytes;
  }

  read(bytes: Buffer, method: string): HeadRead | undefined {
    try {
      const read = strictHeads.read(bytes, method);
      if (read !== undefined) return read;
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
    }
    const end = endOf(bytes);
    const size = end?.bytes ?? bytes.length;
    if (size > this.maxBytes) throw refusedHead('head too long', this.maxBytes < maxLongHeadBytes ? ['longHead'] : []);
    if (end === undefined) return undefined;
    const tooLong: Leniency[] = size > maxHeadBytes ? ['longHead'] : [];
    return this.forgive(bytes.toString('latin1', 0, end.at), end.bytes, method, tooLong);
  }

  private forgive(text: string, bytes: number, method: string, tooLong: readonly Leniency[]): HeadRead | undefined {
    const { text: clean, mistakes } = mended(text);
    const read = readText(clean, bytes, method);
    const refused = mistakes.filter((mistake) => !this.lenient.has(mistake));
    if (refused.length > 0) throw refusedHead('malformed head', refused);
    return { ...read, forgiven: [...tooLong, ...mistakes] };
  }
}

function readText(text: string, bytes: number, method: string): HeadRead {
  const head = parseResponseHead(text);
  return { head, facts: factsOf(head, method), bytes, forgiven: [] };
}

function refusedHead(what: string, by: readonly Leniency[]): MalformedMessageError {
  const help = by.length === 0 ? '' : `; http.lenient: [${by.join(', ')}] in old-portals.yaml would forgive it`;
  return new MalformedMessageError(what + help);
}

/** The empty line after a head whose lines may end in a line feed alone, and before which there may be others. */
function endOf(bytes: Buffer): { at: number; bytes: number } | undefined {
  let from = 0;
  while (bytes[from] === cr || bytes[from] === lf) from += 1;
  for (let at = bytes.indexOf(lf, from); at >= 0; at = bytes.indexOf(lf, at + 1)) {
    const next = bytes[at + 1] === cr ? at + 2 : at + 1;
    if (bytes[next] === lf) return { at: bytes[at - 1] === cr ? at - 1 : at, bytes: next + 1 };
  }
  return undefined;
}
