/** Every kind of cause that can be named. Each has its words, its first aid and its page in docs/runbooks. */
export const causeKinds = [
  'background-hangs',
  'background-slow',
  'background-fails',
  'background-garbage',
  'background-resets',
  'background-away',
  'name-not-found',
  'certificate',
  'certificate-expires',
  'database-away',
  'database-slow',
  'database-connections',
  'disk-full',
  'pool-leak',
  'process-away',
  'process-silent',
  'crash-loop',
  'out-of-memory',
  'image-missing',
  'pod-refused',
  'blocked-loop',
  'processor-short',
  'memory-leak',
  'log-stalled',
  'clock-off',
  'poisoned-message',
  'replica',
  'bad-release',
  'bad-configuration',
  'network-path',
  'unknown',
] as const;
export type CauseKind = (typeof causeKinds)[number];

/** Something that was looked at: what was measured, and whether that speaks for the cause or takes somebody out. */
export interface Evidence {
  readonly verdict: 'for' | 'ruled-out';
  /** What it is about: an edge, a process, a change. */
  readonly about: string;
  /** With its numbers. */
  readonly text: string;
}
