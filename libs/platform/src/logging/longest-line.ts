import { cutText } from './cut-text.ts';

/**
 * Bytes of a line with its newline. Container runtimes split what is longer into pieces that are no JSON any more; none
 * of those in use splits earlier.
 */
export const longestLineBytes = 16_384;

const longestContentBytes = longestLineBytes - 1;
/** Bytes of UTF-8 that one unit of a JavaScript string takes at most. */
const mostBytesPerUnit = 3;
const longestText = 8_192;
const shortestText = 16;
/** What a line is worth having for when it has too many fields to fit, however short each of them is made. */
const essentialFields = [
  '@timestamp',
  'log.level',
  'ecs.version',
  'service.name',
  'event.dataset',
  'trace.id',
  'message',
];

/** The line itself when it is short enough, otherwise the same line, still JSON, with its longest texts cut. */
export function withinLongestLine(line: string): string {
  if (line.length * mostBytesPerUnit <= longestContentBytes || fits(line)) return line;
  const record = recordOf(line);
  return cutToFit(record) ?? cutToFit(essentialsOf(record)) ?? '{}';
}

/** Halves what a text may have until the line fits, so that short texts stay whole beside a long one. */
function cutToFit(record: object): string | undefined {
  for (let longest = longestText; longest >= shortestText; longest /= 2) {
    const line = JSON.stringify(record, (_, value: unknown) =>
      typeof value === 'string' ? cutText(value, longest) : value,
    );
    if (fits(line)) return line;
  }
  return undefined;
}

function essentialsOf(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => essentialFields.includes(name)));
}

function recordOf(line: string): object {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record === 'object' && record !== null) return record;
  } catch {
    // What is no JSON is a message.
  }
  return { message: line };
}

function fits(line: string): boolean {
  return Buffer.byteLength(line) <= longestContentBytes;
}
