import { Worker } from 'node:worker_threads';
import type { Extraction, ExtractionRequest } from './extraction.ts';

const memoryMb = 128;
const idleMs = 60_000;

/** Beside this file as it is written, and beside the bundle once built. */
const script = new URL(
  import.meta.url.endsWith('.ts') ? './extraction.worker.ts' : './extraction.worker.js',
  import.meta.url,
);

interface Pending {
  resolve: (extraction: Extraction) => void;
  timer: NodeJS.Timeout;
}

/**
 * The thread that reads facts. It is started with the first request and ended when there was none for a minute; when it
 * dies or takes too long, what it was asked fails and the next request starts another.
 */
export class ExtractionWorker {
  private readonly timeoutMs: number;
  private readonly onDeath: (error: unknown) => void;
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;

  /** @param onDeath told why the thread died, when nobody ended it. */
  constructor(timeoutMs: number, onDeath: (error: unknown) => void = () => undefined) {
    this.timeoutMs = timeoutMs;
    this.onDeath = onDeath;
  }

  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  extract(request: ExtractionRequest): Promise<Extraction> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.giveUp(worker, 'took too long');
      }, this.timeoutMs);
      this.pending.set(id, { resolve, timer });
      worker.postMessage({ id, request });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    this.failAll('is closed');
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    worker.unref();
    worker.on('message', ({ id, extraction }: { id: number; extraction: Extraction }) => {
      this.settle(id, extraction);
      if (this.pending.size === 0) this.endWhenIdle(worker);
    });
    worker.on('error', (error) => {
      this.onDeath(error);
      this.giveUp(worker, 'died');
    });
    worker.on('exit', () => {
      this.giveUp(worker, 'ended');
    });
    return worker;
  }

  private giveUp(worker: Worker, reason: string): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    this.failAll(reason);
    void worker.terminate();
  }

  private failAll(reason: string): void {
    for (const id of this.pending.keys()) this.settle(id, { ok: false, reason: `the extraction ${reason}` });
  }

  private settle(id: number, extraction: Extraction): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.pending.delete(id);
    pending.resolve(extraction);
  }

  private endWhenIdle(worker: Worker): void {
    this.idle = setTimeout(() => {
      this.giveUp(worker, 'was idle');
    }, idleMs);
    this.idle.unref();
  }
}
