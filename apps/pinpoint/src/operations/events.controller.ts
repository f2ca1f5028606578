import { Controller, type MessageEvent, Sse, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import { Lifecycle } from '@wellspring/platform';
import { Observable, takeUntil, timer } from 'rxjs';
import { Operations } from './operations.ts';

/** Longest a stream lasts: a browser opens another by itself. */
const longestMs = 3_600_000;

/** Server-sent events named `now`: everything at a glance, once a second. */
@Controller('operations/v1/events')
@UseGuards(OperatorGuard)
export class EventsController {
  constructor(
    private readonly operations: Operations,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Sse()
  events(@CurrentOperator() { expiresAt }: Operator): Observable<MessageEvent> {
    // It must not go on for longer than the token that opened it.
    const lastsMs = expiresAt === undefined ? longestMs : Math.min(longestMs, expiresAt.getTime() - Date.now());
    return this.seconds().pipe(takeUntil(timer(Math.max(lastsMs, 0))));
  }

  /** Ends when the service stops, so that nobody who watches holds up its exit. */
  private seconds(): Observable<MessageEvent> {
    return new Observable((subscriber) => {
      const { stopping } = this.lifecycle;
      const complete = (): void => {
        subscriber.complete();
      };
      stopping.addEventListener('abort', complete);
      const untold = this.operations.onSecond(() => {
        subscriber.next({ type: 'now', data: this.operations.now() });
      });
      return () => {
        stopping.removeEventListener('abort', complete);
        untold();
      };
    });
  }
}
