import { gunzipSync } from 'node:zlib';
import { causeKinds } from '@wellspring/contract-pinpoint';
import { z } from 'zod';
import type { Snapshot } from '../signals/snapshot.ts';
import { Frames } from './frames.ts';

const expected = z.object({
  /** Who is to blame, in any of the words that are right. */
  subjects: z.array(z.string()).min(1),
  kinds: z.array(z.enum(causeKinds)).min(1),
});
export type Expected = z.output<typeof expected>;

/** The first line of a recording: what was done, when, and what has to be found. */
export const recordingHead = z.object({
  name: z.string(),
  /** The class of the score sheet. */
  of: z.string(),
  /** `fault`: every one of `expect` is to be named. `innocent`: nobody is. */
  what: z.enum(['fault', 'innocent']),
  injectedAtMs: z.number(),
  healedAtMs: z.number(),
  expect: z.array(expected).default([]),
  /** Those that may be named besides: what a fault really does to others. */
  alsoRight: z.array(expected).default([]),
  /** Customers see nothing of it, and nobody may be called. */
  masked: z.boolean().default(false),
});
export type RecordingHead = z.output<typeof recordingHead>;

export interface Recording {
  readonly head: RecordingHead;
  readonly snapshots: readonly Snapshot[];
}

/** @throws {Error} naming the line that cannot be read */
export function readRecording(compressed: Buffer): Recording {
  const [first = '', ...lines] = gunzipSync(compressed).toString().trimEnd().split('\n');
  const frames = new Frames();
  return {
    head: recordingHead.parse(JSON.parse(first)),
    snapshots: lines.map((line) => frames.read(JSON.parse(line))),
  };
}
