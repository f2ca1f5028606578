/** Time as this replica counts it. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  wait(ms: number): Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  wait: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    }),
};
