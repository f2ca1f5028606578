import { readByFront, type FrontReading, type Piece } from './front-reading.ts';
import type { NodeReader } from './node-reading.ts';
import type { SeenRequest } from './seen-requests.ts';

/**
 * Whatever the front takes, Node's own parser takes for the same; it is the same in packets of a line each; and nothing is
 * taken after something that could be read in two ways. @returns what is not so
 */
export async function readingProblem(bytes: string, node: NodeReader): Promise<string | undefined> {
  const whole = await readByFront([{ bytes, waits: false }]);
  const theirs = await node.read(bytes);
  const inLines = await readByFront(linesOf(bytes));
  const asTheirs = whole.requests.map((ours, i) => upTo(ours, theirs[i]));
  const at = whole.events.findIndex((event) => event !== 'taken');
  return (
    difference('Node takes something else', whole.requests, asTheirs) ??
    difference('in packets of a line each it is something else', outcomeOf(whole), outcomeOf(inLines)) ??
    (at < 0 ? undefined : difference('something was taken after a refusal', whole.events.slice(at + 1), []))
  );
}

/** By their texts: in Jest, equal objects can be of different worlds. */
function difference(what: string, ours: unknown, theirs: unknown): string | undefined {
  const [one, other] = [JSON.stringify(ours, null, 2), JSON.stringify(theirs, null, 2)];
  return one === other ? undefined : `${what}:\n${one}\n${other}`;
}

/** Of a body that did not come to its end, one reader may have handed on more than the other. */
export function upTo(ours: SeenRequest, theirs: SeenRequest | undefined): SeenRequest | undefined {
  if (ours.complete || theirs?.body.startsWith(ours.body) !== true) return theirs;
  return { ...theirs, body: ours.body, complete: false };
}

/** In a packet of its own a head is believed before the beginning of its body is seen to be malformed. */
export function outcomeOf({ requests, refusal, end }: FrontReading): object {
  return { requests: requests.filter(({ complete }) => complete), refusal, end };
}

function linesOf(bytes: string): Piece[] {
  return bytes.split(/(?<=\n)/).map((line) => ({ bytes: line, waits: false }));
}
