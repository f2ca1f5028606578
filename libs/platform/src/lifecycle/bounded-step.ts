import type { Logger } from '../logging/logger.ts';

export interface BoundedStep {
  /** For the log: what kind of step it is. */
  readonly phase: string;
  readonly name: string;
  readonly deadlineMs: number;
  readonly run: () => unknown;
}

/** One that hangs or fails must not keep the others, or the exit, from happening: it is told of and left behind. */
export async function runBounded({ phase, name, deadlineMs, run }: BoundedStep, logger: Logger): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`not done within ${deadlineMs} ms`));
  }, deadlineMs);
  try {
    await Promise.race([Promise.resolve().then(run), late]);
  } catch (error) {
    logger.error('A shutdown step failed', error, { 'event.action': phase, step: name });
  } finally {
    clearTimeout(timer);
  }
}
