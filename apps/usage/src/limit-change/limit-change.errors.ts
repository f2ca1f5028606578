import { DomainError } from '@wellspring/platform';
import { toMoney } from '@wellspring/tmf';
import type { LimitRange } from '../account/limit-range.ts';

/** 422: there is nothing of this customer's that a limit could be of. */
export class NothingToLimitError extends DomainError {
  constructor() {
    super({
      code: 'SPENDING_LIMIT.NOTHING_TO_LIMIT',
      message: 'There is no use that a limit could be of',
      status: 422,
    });
  }
}

/** 409: one at a time, so that the limit asked for last is the one that stays. */
export class LimitChangeInProgressError extends DomainError {
  constructor() {
    super({
      code: 'SPENDING_LIMIT.IN_PROGRESS',
      message: 'A change of the spending limit is being carried out',
      status: 409,
    });
  }
}

/** 422: the operator offers other limits. */
export class LimitNotAllowedError extends DomainError {
  constructor({ lowestMinor, highestMinor }: LimitRange, currency: string) {
    const [lowest, highest] = [lowestMinor, highestMinor].map((minor) => toMoney(minor, currency).value);
    const why = `must be ${lowest ?? ''} to ${highest ?? ''} ${currency} in its minor units, or null`;
    super({
      code: 'SPENDING_LIMIT.NOT_ALLOWED',
      message: 'This spending limit cannot be chosen',
      status: 422,
      reason: `limit: ${why}`,
      details: { errors: [{ field: 'limit', rule: 'limit_range', message: why }] },
    });
  }
}

/** 409: what the customer asked for since is not to be undone. */
export class LimitChangeSupersededError extends DomainError {
  constructor() {
    super({
      code: 'LIMIT_CHANGE.SUPERSEDED',
      message: 'The customer has asked for another limit since',
      status: 409,
      reason: 'The customer has asked for another limit since: give this one up',
    });
  }
}

/** 409: what is done is not given up. */
export class LimitAlreadySetError extends DomainError {
  constructor() {
    super({
      code: 'LIMIT_CHANGE.CARRIED_OUT',
      message: 'Rating has this limit',
      status: 409,
      reason: 'Rating has this limit: mark the change as done',
    });
  }
}
