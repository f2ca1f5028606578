import type { Logger } from '../logging/logger.ts';

type Step = () => Promise<void> | void;

interface NamedStep {
  readonly name: string;
  readonly run: Step;
}

/**
 * Where parts of a service say what has to happen when it stops, in two phases: workers stop while requests are still
 * served; connections close when the last request is answered.
 */
export class Lifecycle {
  private readonly workers: NamedStep[] = [];
  private readonly connections: NamedStep[] = [];
  private readonly controller = new AbortController();

  constructor(
    private readonly logger: Logger,
    private readonly stepTimeoutMs: number,
  ) {}

  /** Aborted as soon as the service begins to stop. */
  get stopping(): AbortSignal {
    return this.controller.signal;
  }

  /** Jobs, relays, sync loops: stopped before the service port closes. */
  onStopWorkers(name: string, run: Step): void {
    this.workers.push({ name, run });
  }

  /** Databases and other clients: closed after the last request in flight has been answered. */
  onCloseConnections(name: string, run: Step): void {
    this.connections.push({ name, run });
  }

  beginStopping(): void {
    this.controller.abort();
  }

  stopWorkers(): Promise<void> {
    return this.runAll('stop worker', this.workers);
  }

  closeConnections(): Promise<void> {
    return this.runAll('close connection', this.connections);
  }

  private async runAll(phase: string, steps: readonly NamedStep[]): Promise<void> {
    await Promise.all(steps.map((step) => this.runOne(phase, step)));
  }

  /** One that hangs or fails must not keep the others, or the exit, from happening. */
  private async runOne(phase: string, { name, run }: NamedStep): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(new Error(`not done within ${this.stepTimeoutMs} ms`));
    }, this.stepTimeoutMs);
    try {
      await Promise.race([Promise.resolve().then(run), late]);
    } catch (error) {
      this.logger.error('A shutdown step failed', error, { 'event.action': phase, step: name });
    } finally {
      clearTimeout(timer);
    }
  }
}
