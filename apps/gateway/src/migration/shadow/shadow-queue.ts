import type { NotCompared, Side } from '@wellspring/contract-gateway';
import type { Shadow, ShadowExchange } from '../migration.ts';
import type { RoutedRequest } from '../routed-request.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import type { Compared, ShadowComparison, ShadowOutcome, ShadowRoom, ShadowTask } from './shadow-comparison.ts';
import { pathOf, type ShadowRule, shadowRuleFor } from './shadow-rule.ts';

export interface ShadowLimits {
  maxConcurrent: number;
  maxQueued: number;
  /** Of all bodies held: arriving from either side, waiting, and being compared. */
  maxQueuedBytes: number;
  /** Bodies longer than this are not compared. */
  maxBodyBytes: number;
  /** From the end of the customer's exchange to the end of its comparison. */
  deadlineMs: number;
  /** Share of its time the event loop may be busy before the shadow steps aside. */
  maxLoad: number;
}

export interface ShadowQueueOptions {
  state: MigrationState;
  comparison: Pick<ShadowComparison, 'run'>;
  limits: ShadowLimits;
  /** 0 to 1: how busy the process is. */
  load: () => number;
  onCompared: (capability: string, outcome: Compared) => void;
  onNotCompared: (capability: string, reason: NotCompared) => void;
  onShed: (capability: string, reason: 'queue' | 'memory' | 'load') => void;
  now?: () => number;
  random?: () => number;
}

/** Share of its deadline an exchange must have left to be begun: with less, the new side would be blamed for the queue. */
const shareLeft = 0.5;
/** Share of the time left that a side may take to answer: one that hangs is to be known as such before all is cut off. */
const shareToAnswer = 0.9;

interface Queued {
  exchange: ShadowExchange;
  offeredAt: number;
}

/**
 * Comparisons waiting for their turn. It is bounded in number, in bytes and in time, and gives way first: an exchange
 * there is no room for is forgotten, never waited for.
 */
export class ShadowQueue implements Shadow {
  private readonly options: ShadowQueueOptions;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly waiting: Queued[] = [];
  private readonly aborts = new Set<AbortController>();
  private bytes = 0;
  private stopped = false;

  constructor(options: ShadowQueueOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
    this.random = options.random ?? Math.random;
  }

  get maxBodyBytes(): number {
    return this.options.limits.maxBodyBytes;
  }

  get size(): { waiting: number; running: number; bytes: number } {
    return { waiting: this.waiting.length, running: this.aborts.size, bytes: this.bytes };
  }

  wants(capability: string, method: string, _route: string, target: string): boolean {
    if (method !== 'GET' || this.stopped) return false;
    const { state, load, limits, onNotCompared } = this.options;
    const declaration = state.capability(capability)?.declaration;
    if (declaration === undefined) return false;
    const rule = shadowRuleFor(declaration, target);
    const against = this.againstComparing(rule, target);
    if (against !== undefined) {
      onNotCompared(capability, against);
      return false;
    }
    const shed = this.lacks() ?? (load() > limits.maxLoad ? 'load' : undefined);
    if (shed !== undefined) this.shed(capability, shed);
    return shed === undefined;
  }

  take(capability: string, bytes: number): boolean {
    if (this.stopped) return false;
    if (this.bytes + bytes <= this.options.limits.maxQueuedBytes) {
      this.bytes += bytes;
      return true;
    }
    this.shed(capability, 'memory');
    return false;
  }

  missed(capability: string, reason: 'too_long' | 'cut_off'): void {
    this.options.onNotCompared(capability, reason);
  }

  giveBack(bytes: number): void {
    this.bytes -= bytes;
  }

  offer(exchange: ShadowExchange): void {
    const isFull = this.waiting.length >= this.options.limits.maxQueued;
    if (this.stopped || isFull) {
      this.giveBack(exchange.response.body.byteLength);
      if (isFull) this.shed(exchange.capability, 'queue');
      return;
    }
    this.waiting.push({ exchange, offeredAt: this.now() });
    this.next();
  }

  /** Forgets what waits and ends what runs. */
  stop(): void {
    this.stopped = true;
    for (const { exchange } of this.waiting.splice(0)) this.giveBack(exchange.response.body.byteLength);
    for (const abort of this.aborts) abort.abort();
  }

  private againstComparing(rule: ShadowRule | undefined, target: string): NotCompared | undefined {
    if (rule === undefined) return this.newUpstream(target) === undefined ? 'no_rule' : undefined;
    if (rule.newTarget === undefined) return 'parameter';
    return this.random() * 100 >= rule.declaration.samplePercent ? 'not_sampled' : undefined;
  }

  private shed(capability: string, reason: 'queue' | 'memory' | 'load'): void {
    this.options.onShed(capability, reason);
    this.options.onNotCompared(capability, 'no_room');
  }

  private lacks(): 'queue' | 'memory' | undefined {
    const { maxQueued, maxQueuedBytes, maxBodyBytes } = this.options.limits;
    if (this.waiting.length >= maxQueued) return 'queue';
    return this.bytes + maxBodyBytes > maxQueuedBytes ? 'memory' : undefined;
  }

  private next(): void {
    while (this.aborts.size < this.options.limits.maxConcurrent) {
      const queued = this.waiting.shift();
      if (queued === undefined) return;
      void this.compare(queued);
    }
  }

  private async compare({ exchange, offeredAt }: Queued): Promise<void> {
    const { limits, comparison } = this.options;
    const abort = new AbortController();
    this.aborts.add(abort);
    const room = new Room(this, exchange.capability);
    const timeoutMs = Math.round(limits.deadlineMs - (this.now() - offeredAt));
    // Cut here as well: whoever is asked may not keep to the deadline it is given.
    const timer = setTimeout(
      () => {
        abort.abort();
      },
      Math.max(timeoutMs, 0),
    );
    try {
      const inTime = timeoutMs >= limits.deadlineMs * shareLeft;
      const answerMs = Math.ceil(timeoutMs * shareToAnswer);
      const task = inTime ? this.taskFor(exchange, answerMs, room, abort.signal) : undefined;
      const outcome = task && (await unlessAborted(comparison.run(task), abort.signal));
      if (!room.refused) this.tell(exchange.capability, outcome ?? { notCompared: 'late' });
    } catch {
      this.tell(exchange.capability, { notCompared: abort.signal.aborted ? 'late' : 'failed' });
    } finally {
      clearTimeout(timer);
      this.aborts.delete(abort);
      room.close();
      this.giveBack(exchange.response.body.byteLength);
      this.next();
    }
  }

  private tell(capability: string, outcome: ShadowOutcome): void {
    if (typeof outcome === 'string') this.options.onCompared(capability, outcome);
    else this.options.onNotCompared(capability, outcome.notCompared);
  }

  /** @returns undefined when nothing is to be compared any more: a side that was taken back is left in peace at once. */
  private taskFor(
    exchange: ShadowExchange,
    timeoutMs: number,
    room: Room,
    signal: AbortSignal,
  ): ShadowTask | undefined {
    const capability = this.options.state.capability(exchange.capability);
    if (capability === undefined || !isCompared(capability)) return undefined;
    const { declaration } = capability;
    const rule = shadowRuleFor(declaration, exchange.target);
    const newTarget = rule?.newTarget ?? exchange.target;
    const newUpstream = this.newUpstream(newTarget) ?? exchange.new;
    if (newUpstream === undefined) return undefined;
    const targets = { new: this.asSent(newTarget, 'new'), legacy: this.asSent(exchange.target, 'legacy') };
    return { exchange, rule, newUpstream, targets, timeoutMs, room, signal };
  }

  /** The path of a side's own, where the route rewrites it. */
  private asSent(target: string, side: Side): string {
    const match = this.options.state.table.match(getOf(target));
    const rewrite = match?.kind === 'capability' ? match.rewrite?.[side] : undefined;
    const path = pathOf(target);
    return rewrite === undefined ? target : rewrite(path) + target.slice(path.length);
  }

  private newUpstream(target: string): string | undefined {
    const match = this.options.state.table.match(getOf(target));
    return match?.kind === 'capability' ? match.new : undefined;
  }
}

/** What one comparison holds of the answers it asks for. Closed with it, whatever still arrives afterwards. */
class Room implements ShadowRoom {
  private readonly queue: ShadowQueue;
  private readonly capability: string;
  private bytes = 0;
  private isRefused = false;
  private closed = false;

  constructor(queue: ShadowQueue, capability: string) {
    this.queue = queue;
    this.capability = capability;
  }

  get refused(): boolean {
    return this.isRefused;
  }

  take(bytes: number): boolean {
    if (this.closed || this.isRefused) return false;
    if (this.queue.take(this.capability, bytes)) {
      this.bytes += bytes;
      return true;
    }
    this.isRefused = true;
    return false;
  }

  close(): void {
    this.closed = true;
    this.queue.giveBack(this.bytes);
  }
}

/** As routes see a GET of which only the target is known. */
function getOf(target: string): RoutedRequest {
  const path = pathOf(target);
  const nothing = (): undefined => undefined;
  return { method: 'GET', path, query: target.slice(path.length + 1), header: nothing, cookie: nothing };
}

function isCompared({ effective }: EffectiveState): boolean {
  return effective.stage === 'shadow' || effective.stage === 'canary';
}

/** The new side may hang in a way that ignores the signal; its place is given to the next exchange all the same. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => {
    reject(new Error('aborted'));
  });
  return Promise.race([work, promise]);
}
