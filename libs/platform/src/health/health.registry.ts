import { BackgroundCheck } from './background-check.ts';
import type { HealthCheck, HealthReport } from './health-check.ts';

/**
 * The checks of a service. They run in the background, each under a total deadline; health endpoints only read the
 * last results, so that a probe never waits for a dependency.
 */
export class HealthRegistry {
  private readonly checks = new Map<string, BackgroundCheck>();
  private state: 'idle' | 'running' | 'stopped' = 'idle';

  /** Adds a check, from a constructor or later. @throws {Error} when the name is taken */
  register(check: HealthCheck): void {
    if (this.checks.has(check.name)) throw new Error(`There is a health check "${check.name}" already`);
    const background = new BackgroundCheck(check);
    this.checks.set(check.name, background);
    if (this.state === 'running') background.start();
  }

  /** The last result of every check, with its age. */
  reports(): HealthReport[] {
    return [...this.checks.values()].map((check) => check.report());
  }

  start(): void {
    if (this.state !== 'idle') return;
    this.state = 'running';
    for (const check of this.checks.values()) check.start();
  }

  stop(): void {
    this.state = 'stopped';
    for (const check of this.checks.values()) check.stop();
  }
}
