import { Controller, type MessageEvent, Sse, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import { map, type Observable, takeUntil, timer } from 'rxjs';
import { StatusFeed } from './status-feed.ts';

/** Longest a stream lasts: a browser opens another by itself. */
const longestMs = 3_600_000;

/** Server-sent events named `status`: everything at a glance, live. */
@Controller('operations/v1/events')
@UseGuards(OperatorGuard)
export class EventsController {
  constructor(private readonly feed: StatusFeed) {}

  @Sse()
  events(@CurrentOperator() { expiresAt }: Operator): Observable<MessageEvent> {
    // It must not go on for longer than the token that opened it.
    const lastsMs = expiresAt === undefined ? longestMs : Math.min(longestMs, expiresAt.getTime() - Date.now());
    return this.feed.watch().pipe(
      map((data) => ({ type: 'status', data })),
      takeUntil(timer(Math.max(lastsMs, 0))),
    );
  }
}
