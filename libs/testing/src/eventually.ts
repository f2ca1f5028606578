import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** How long to keep trying. Default: 10 s. */
  timeoutMs?: number;
  /** Pause between two tries. Default: 20 ms. */
  intervalMs?: number;
}

/**
 * Tries `attempt` until it neither throws nor rejects, and gives what it returned. The way to wait for something in a
 * test: it is as quick as the machine allows and says what was still wrong when time is up.
 *
 * @throws what the last try threw, once `timeoutMs` has passed
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 20 }: EventuallyOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(intervalMs);
    }
  }
}
