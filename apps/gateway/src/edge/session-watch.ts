import { Injectable } from '@nestjs/common';
import { Lifecycle } from '@wellspring/platform';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { type Asking, CallerRecognition } from './caller-recognition.ts';

const sweepMs = 1_000;
/** How often old portals are asked whether somebody is still there: well below the 30 s for which they are believed. */
const lookMs = 10_000;

/** Something that goes on after it was begun in somebody's name: a tunnel, or a response that is long. */
export interface Lasting {
  close(reason: string): void;
}

interface Name {
  session: Session | undefined;
  /** In whose name old portals are to be asked; absent: they have no say in it. */
  asking: Asking | undefined;
  /** When they were last, by the monotonic clock. */
  lookedAt: number;
}

/** Ends what would outlive the session it was begun in. */
@Injectable()
export class SessionWatch {
  private readonly names = new Map<Lasting, Name>();

  constructor(
    private readonly sessions: Sessions,
    private readonly callers: CallerRecognition,
    lifecycle: Lifecycle,
  ) {
    const timer = setInterval(() => {
      this.sweep();
    }, sweepMs).unref();
    lifecycle.onCloseConnections('session watch', () => {
      clearInterval(timer);
      return Promise.resolve();
    });
  }

  add(lasting: Lasting, name: Name): void {
    this.names.set(lasting, name);
  }

  /** It is over by itself. */
  delete(lasting: Lasting): void {
    this.names.delete(lasting);
  }

  private sweep(): void {
    const now = Date.now();
    const monotonic = performance.now();
    for (const [lasting, name] of [...this.names]) {
      const { session, lookedAt } = name;
      if (session !== undefined && !this.sessions.isValid(session, now)) lasting.close('the session ended');
      else if (monotonic - lookedAt >= lookMs) void this.lookAgain(lasting, name);
    }
  }

  /** Somebody else may have signed in on an old portal, without a request that would tell. */
  private async lookAgain(lasting: Lasting, name: Name): Promise<void> {
    if (name.asking === undefined) return;
    name.lookedAt = performance.now();
    const found = await this.callers.look(name.asking).catch(() => undefined);
    if (!this.names.has(lasting)) return;
    if (found?.customerId !== name.session?.customerId) lasting.close('nobody says that it is still the same customer');
  }
}
