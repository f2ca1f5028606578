/** What is fuzzed: the reading of requests off a connection, held against Node's parser and against itself. */
import { readingProblem } from '../test/front/reading-problem.ts';
import { NodeReader } from '../test/front/node-reading.ts';

export { byteStreams, mutation, type Mutation } from '../test/front/byte-streams.ts';

const node = new NodeReader();

/** @returns what is wrong with how these bytes are read */
export function problemWith(bytes: string): Promise<string | undefined> {
  return readingProblem(bytes, node);
}

export function close(): void {
  node.close();
}
