import { readModelToken } from '@wellspring/read-model';
import { type RunningService, serviceUnderTest, syncToEnd } from '@wellspring/testing';
import { accountCopy, type AccountCopy } from '../src/account/account.ts';
import type { RatedAccount } from '../src/rating/account.mapping.ts';
import type { RatedRecord } from '../src/rating/usage-record.schema.ts';
import { usage } from '../src/service.ts';
import { UsageFeed } from '../src/usage-feed/usage-feed.ts';
import { RatingFake } from './fakes/rating.fake.ts';

export const usages = '/tmf-api/usageManagement/v4/usage';
export const usageDays = '/tmf-api/usageManagement/v4/usageDay';
export const consumptions = '/tmf-api/usageConsumption/v4/queryUsageConsumption';

export const limitChanges = '/tmf-api/usageConsumption/v4/spendingLimitChange';
export const operationsToken = 'x'.repeat(32);

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** The service with rating behind it, played over real HTTP. */
export class Usage {
  constructor(
    readonly service: RunningService,
    readonly rating: RatingFake,
  ) {}

  /** Follows both feeds to their ends, as the scheduled jobs do. */
  async sync(): Promise<void> {
    await syncToEnd(this.service.get<AccountCopy>(readModelToken(accountCopy)));
    await syncToEnd(this.service.get<UsageFeed>(UsageFeed));
  }

  /** What an answer should look like is what the tests are about: they compare it with what they expect. */
  async as<T>(customerId: string, path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.service.tokenFor(customerId)}`);
    const response = await fetch(`${this.service.url}${path}`, { ...init, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  /** Asks for another spending limit, in euros. */
  changeLimit<T>(customerId: string, limit: number | null, key: string): Promise<Answer<T>> {
    return this.as(customerId, limitChanges, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ limit: limit === null ? null : { unit: 'EUR', value: limit } }),
    });
  }

  /** Asks the operations API, as an operator. */
  async operate<T = unknown>(path: string, body?: object): Promise<Omit<Answer<T>, 'headers'>> {
    const response = await fetch(`${this.service.managementUrl}/operations/v1/${path}`, {
      headers: {
        authorization: `Bearer ${operationsToken}`,
        'content-type': 'application/json',
        'x-operator-name': 'jane',
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.rating.stop();
  }
}

export async function startUsage(env: Record<string, string> = {}): Promise<Usage> {
  const rating = new RatingFake();
  await rating.start();
  const service = await serviceUnderTest(usage)
    .withPostgres()
    .withFirstRunOf('account-sync', 'usage-sync')
    .withEnv({
      RATING_URL: rating.url,
      // The jobs start once by themselves, which is waited for; after that a test says when.
      USAGE_SYNC_INTERVAL_SECONDS: '3600',
      ACCOUNT_SYNC_INTERVAL_SECONDS: '3600',
      ACCOUNT_FRESH_FOR_MS: '3600000',
      PUBLIC_URL: 'http://localhost:8080',
      OPERATOR_JWKS_URL: 'http://127.0.0.1:1/identity/jwks',
      OPERATIONS_TOKEN: operationsToken,
      JOBS_POLL_INTERVAL_MS: '500',
      ...env,
    })
    .start();
  return new Usage(service, rating);
}

/** An instant of the month that is now: `day` counts from 1. */
export function thisMonth(day: number, hour = 12): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), day, hour)).toISOString();
}

/** An instant of a month that is over. */
export function monthsAgo(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15)).toISOString();
}

/** A rated use of C-1001; give what matters to the test. */
export function record(recordNo: string, over: Partial<RatedRecord> = {}): Omit<RatedRecord, 'changeSeq'> {
  return {
    recordNo,
    customerNo: 'C-1001',
    lineNo: 'S-1001-1',
    kind: 'DATA',
    zone: 'HOME',
    startedAt: thisMonth(1),
    quantity: 100,
    charge: '0.00',
    currency: 'EUR',
    ...over,
  };
}

export function account(over: Partial<RatedAccount> = {}): Omit<RatedAccount, 'changeSeq'> {
  const bucket = { lineNo: 'S-1001-1', product: 'Mobile S', number: '+372 5100 2000' };
  return {
    customerNo: 'C-1001',
    currency: 'EUR',
    spendingLimit: '20.00',
    buckets: [
      { ...bucket, kind: 'DATA', zone: 'HOME', allowance: 5_000 },
      { ...bucket, kind: 'VOICE', zone: 'HOME', allowance: null },
    ],
    ...over,
  };
}
