import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 100;

/** @throws Error saying what did not come true in time */
export async function until(what: string, timeoutMs: number, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`It took longer than ${timeoutMs / 1_000} s until ${what}.`);
    await delay(pauseMs);
  }
}
