import type { Logger } from '../logging/logger.ts';
import { runBounded } from './bounded-step.ts';

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
    const deadlineMs = this.stepTimeoutMs;
    await Promise.all(steps.map(({ name, run }) => runBounded({ phase, name, deadlineMs, run }, this.logger)));
  }
}
