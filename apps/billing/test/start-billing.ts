import type { ServiceDefinition } from '@wellspring/platform';
import { readModelToken } from '@wellspring/read-model';
import { type RunningService, type ServiceUnderTest, serviceUnderTest, syncToEnd } from '@wellspring/testing';
import { type BillCopy, billCopy } from '../src/bill-copy/bill-copy.ts';
import type { Invoice } from '../src/billing-engine/invoice.schema.ts';
import { billing } from '../src/service.ts';
import { BillingEngineFake } from './fakes/billing-engine.fake.ts';
import { PaymentProviderFake } from './fakes/payment-provider.fake.ts';

export const bills = '/tmf-api/customerBillManagement/v4/customerBill';
export const lines = '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate';
export const payments = '/tmf-api/paymentManagement/v4/payment';

/** The attributes of answers that tests read one by one; what else is there is compared as a whole. */
export interface Body {
  id: string;
  name: string;
  state: string;
  status: string;
  paymentDueDate: string;
  code: string;
  reason: string;
  traceId: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
  /** The body, when it is a list. */
  list: Body[];
}

/** What operators see of a payment. */
export interface SeenPayment {
  state: string;
  charge: object;
  history: object[];
}

export type DecisionName = 'retry' | 'mark-paid' | 'give-back';

export const operationsToken = 'operations-token-of-the-tests-only';

/** The service with the two systems behind it, played over real HTTP. */
export class Billing {
  private readonly replicas: RunningService[] = [];

  constructor(
    readonly service: RunningService,
    readonly engine: BillingEngineFake,
    readonly provider: PaymentProviderFake,
  ) {}

  /** Follows the feed to its end, as the scheduled job does. */
  sync(): Promise<void> {
    return syncOf(this.service);
  }

  async as(customerId: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const token = await this.service.tokenFor(customerId);
    return ask(`${this.service.url}${path}`, { ...init, headers: withToken(init, token) });
  }

  pay(customerId: string, body: object, key: string): Promise<Answer> {
    return this.as(customerId, payments, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  }

  /** Asks the operations API, as an operator. */
  async operate<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const { status, text } = await this.askOperations(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  seenByOperators(paymentId: string): Promise<SeenPayment> {
    return this.operate('GET', `/operations/v1/payments/${paymentId}`);
  }

  decide(paymentId: string, decision: DecisionName, body: object): Promise<SeenPayment> {
    return this.operate('POST', `/operations/v1/payments/${paymentId}/${decision}`, body);
  }

  tryToDecide(paymentId: string, decision: DecisionName, body: object): Promise<Answer> {
    return this.askOperations('POST', `/operations/v1/payments/${paymentId}/${decision}`, body);
  }

  private askOperations(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const headers = withToken({ headers: { 'content-type': 'application/json' } }, operationsToken);
    headers.set('x-operator-name', 'jane');
    const url = `${this.service.managementUrl}${path}`;
    return ask(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  }

  async metric(name: string): Promise<number | undefined> {
    const { text } = await ask(`${this.service.managementUrl}/metrics`);
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  }

  /** Another replica on the same database, with the same systems behind it. */
  async startReplica(env: Record<string, string> = {}): Promise<RunningService> {
    const { service, engine, provider } = this;
    const replica = await serviceUnderTest(billing)
      .withEnv({ ...settingsFor(engine, provider), DATABASE_URL: service.databaseUrl, ...env })
      .start();
    this.replicas.push(replica);
    return replica;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.replicas.map((replica) => replica.stop()));
    await this.service.stop();
    await Promise.all([this.engine.stop(), this.provider.stop()]);
  }
}

/** @param env settings beside the addresses of the two fakes */
export async function startBilling(
  invoices: readonly Invoice[],
  env: Record<string, string> = {},
  definition: ServiceDefinition = billing,
): Promise<Billing> {
  const engine = new BillingEngineFake();
  for (const one of invoices) engine.put(one);
  return startOn(engine, serviceUnderTest(definition).withFirstRunOf('bill-sync'), env);
}

/** The same on an engine that has been prepared: the service begins to copy as soon as it runs. */
export function startBillingOn(engine: BillingEngineFake, env: Record<string, string> = {}): Promise<Billing> {
  return startOn(engine, serviceUnderTest(billing), env);
}

async function startOn(
  engine: BillingEngineFake,
  plan: ServiceUnderTest,
  env: Record<string, string>,
): Promise<Billing> {
  const provider = new PaymentProviderFake();
  await Promise.all([engine.start(), provider.start()]);
  const service = await plan
    .withPostgres()
    .withEnv({ ...settingsFor(engine, provider), ...env })
    .start();
  return new Billing(service, engine, provider);
}

function settingsFor(engine: BillingEngineFake, provider: PaymentProviderFake): Record<string, string> {
  return {
    BILLING_ENGINE_URL: engine.url,
    PAYMENT_PROVIDER_URL: provider.url,
    PUBLIC_URL: 'http://localhost:8080',
    OPERATOR_JWKS_URL: 'http://127.0.0.1:1/identity/jwks',
    OPERATIONS_TOKEN: operationsToken,
    // The job starts once by itself, which `startBilling` waits for; after that a test says when.
    BILL_SYNC_INTERVAL_SECONDS: '3600',
    BILL_FRESH_FOR_MS: '3600000',
    JOBS_POLL_INTERVAL_MS: '500',
  };
}

/** Follows the feed to its end on a replica. */
export function syncOf(replica: RunningService): Promise<void> {
  return syncToEnd(replica.get<BillCopy>(readModelToken(billCopy)));
}

/** The address of the next page (RFC 8288), if there is one. */
export function nextPageOf(headers: Headers): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
}

/** An order to pay a bill in full. */
export function orderFor(billId: string, value = 49.9, token?: string): object {
  return {
    totalAmount: { unit: 'EUR', value },
    paymentItem: [{ item: { id: billId, '@referredType': 'CustomerBill' } }],
    paymentMethod: { '@type': 'bankCard', ...(token === undefined ? {} : { token }) },
  };
}

export function withToken(init: RequestInit, token: string): Headers {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return headers;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = text !== '' && (response.headers.get('content-type')?.includes('json') ?? false);
  // What an answer should look like is what the tests are about: they compare it with what they expect.
  const parsed = (isJson ? JSON.parse(text) : {}) as Body | Body[];
  const [body = {} as Body] = [parsed].flat();
  return { status: response.status, headers: response.headers, text, body, list: Array.isArray(parsed) ? parsed : [] };
}
