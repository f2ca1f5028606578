import { createHash } from 'node:crypto';

/** PostgreSQL cuts a longer name off, and then two may be one. */
const longestName = 63;
const digestLength = 8;

const names = new Map<string, string>();

/**
 * Name to prepare a statement by: `label`, for people, and a digest of the text, so that two statements never share a name
 * whatever they are called. For a fixed set of texts: each is remembered.
 */
export function statementName(label: string, text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    const digest = createHash('sha256').update(text).digest('hex').slice(0, digestLength);
    names.set(text, (name = `${label.slice(0, longestName - digestLength - 1)} ${digest}`));
  }
  return name;
}
