import * as z from 'zod/mini';
import { type History, remember } from './history.ts';
import { status as statusSchema, type Status } from '../status/status.ts';

/**
 * `live`: what is shown is from this second. `lost`: it is from `receivedAt`, and another connection is being tried.
 * `ended`: nobody is signed in any more.
 */
export interface Live {
  phase: 'connecting' | 'live' | 'lost' | 'ended';
  status?: Status;
  /** When the status came, in milliseconds of the epoch. */
  receivedAt?: number;
  history: History;
}

/** The part of `EventSource` that is used here. */
export interface EventStream {
  addEventListener: (type: string, listener: (event: { data?: unknown }) => void) => void;
  close: () => void;
}

export interface LiveConnectionOptions {
  open: () => EventStream;
  /** Asked when a connection fails: a browser does not say why it did. */
  isSignedIn: () => Promise<boolean>;
  /** What was seen before the page was loaded again. */
  history?: History;
  now?: () => number;
}

/** The gateway says something every second; after this long a silence the connection is taken for lost. */
export const silenceMs = 5_000;
const firstRetryMs = 500;
const longestRetryMs = 5_000;

/** Follows the migration live and opens another connection whenever one fails, however it does. */
export class LiveConnection {
  private readonly options: LiveConnectionOptions;
  private readonly now: () => number;
  private readonly listeners = new Set<() => void>();
  private live: Live;
  private stream: EventStream | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = firstRetryMs;

  constructor(options: LiveConnectionOptions) {
    this.options = options;
    this.now = options.now ?? (() => Date.now());
    this.live = { phase: 'connecting', history: options.history ?? {} };
  }

  /** For `useSyncExternalStore`: connected while anybody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.disconnect();
    };
  };

  readonly read = (): Live => this.live;

  /** Somebody has signed in again. */
  resume(): void {
    if (this.live.phase !== 'ended') return;
    this.become({ ...this.live, phase: 'lost' });
    this.connect();
  }

  private connect(): void {
    this.disconnect();
    const stream = this.options.open();
    this.stream = stream;
    stream.addEventListener('status', ({ data }) => {
      if (stream === this.stream) this.take(data);
    });
    stream.addEventListener('error', () => {
      if (stream === this.stream) this.lose();
    });
    this.expectSomething();
  }

  private take(data: unknown): void {
    const parsed = z.safeParse(statusSchema, typeof data === 'string' ? JSON.parse(data) : data);
    if (!parsed.success) {
      this.lose();
      return;
    }
    const receivedAt = this.now();
    const history = remember(this.live.history, parsed.data, receivedAt);
    this.retryMs = firstRetryMs;
    this.expectSomething();
    this.become({ phase: 'live', status: parsed.data, receivedAt, history });
  }

  /** A connection can be dead without anybody saying so. */
  private expectSomething(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lose();
    }, silenceMs);
  }

  private lose(): void {
    this.disconnect();
    this.become({ ...this.live, phase: 'lost' });
    this.timer = setTimeout(() => void this.retry(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }

  private async retry(): Promise<void> {
    // Not being able to ask is no answer: it is tried all the same.
    const signedIn = await this.options.isSignedIn().catch(() => true);
    if (this.listeners.size === 0) return;
    if (signedIn) this.connect();
    else this.become({ ...this.live, phase: 'ended' });
  }

  private disconnect(): void {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = undefined;
  }

  private become(live: Live): void {
    this.live = live;
    for (const listener of this.listeners) listener();
  }
}
