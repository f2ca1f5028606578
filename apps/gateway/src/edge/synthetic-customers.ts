import { Injectable } from '@nestjs/common';
import { EdgeSettings } from '../config.ts';
import type { FailureAnswer } from '../proxy/failure-answer.ts';
import { isSafe } from '../proxy/upstream-request.ts';
import type { Caller } from './caller.ts';

const readsOnly: FailureAnswer = { status: 403, code: 'EDGE.SYNTHETIC_CUSTOMER' };

/**
 * Customers whom a program plays, to see the portal as customers do. Known by whose session it is and by nothing that a
 * client could send. They look and change nothing: a program gone wrong can neither pay nor order.
 */
@Injectable()
export class SyntheticCustomers {
  private readonly ids: ReadonlySet<string>;

  constructor({ syntheticCustomers }: EdgeSettings) {
    this.ids = syntheticCustomers;
  }

  includes({ session }: Pick<Caller, 'session'>): boolean {
    return session !== undefined && this.ids.has(session.customerId);
  }

  /** What a request of theirs is refused with, if it is. */
  refusal(method: string, caller: Pick<Caller, 'session'>): FailureAnswer | undefined {
    return isSafe(method) || !this.includes(caller) ? undefined : readsOnly;
  }
}
