import { DomainError } from '@wellspring/platform';

/** 404 `INCIDENT.NOT_FOUND` */
export class IncidentNotFoundError extends DomainError {
  constructor() {
    super({ code: 'INCIDENT.NOT_FOUND', message: 'There is no such incident', status: 404 });
  }
}

/** 404 `SILENCE.NOT_FOUND` */
export class SilenceNotFoundError extends DomainError {
  constructor() {
    super({ code: 'SILENCE.NOT_FOUND', message: 'There is no such silence in force', status: 404 });
  }
}

/** 503 `PINPOINT.STARTING`: nothing has been looked at yet. */
export class NotWatchingYetError extends DomainError {
  constructor() {
    super({
      code: 'PINPOINT.STARTING',
      message: 'Nothing has been looked at yet: ask again in a moment',
      status: 503,
      headers: { 'retry-after': '1' },
    });
  }
}
