import type { Clock } from '../../src/binding/clock.ts';

/** Time that passes when the test says so. */
export class VirtualTime implements Clock {
  private at = 1_000_000;
  private readonly timers: { due: number; fire: () => void }[] = [];

  now(): number {
    return this.at;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.timers.push({ due: this.at + ms, fire: resolve });
    });
  }

  pass(ms: number): void {
    this.at += ms;
    const due = this.timers.filter((timer) => timer.due <= this.at);
    for (const timer of due) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.fire();
    }
  }
}

/** Lets everything that was resolved run until it waits again. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 24; i += 1) await Promise.resolve();
}
