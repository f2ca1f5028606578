import { commandsToken, type Commands } from '@wellspring/persistence';
import { readModelToken } from '@wellspring/read-model';
import { type RunningService, serviceUnderTest, syncToEnd } from '@wellspring/testing';
import type { ProductChangeEntity } from '../src/product-change/product-change.entity.ts';
import { type ProductCopy, productCopy } from '../src/product-copy/product-copy.ts';
import type { Service } from '../src/provisioning/service.schema.ts';
import { inventory } from '../src/service.ts';
import { ProvisioningFake } from './fakes/provisioning.fake.ts';

export const products = '/tmf-api/productInventory/v4/product';
export const changes = '/tmf-api/productInventory/v4/productChange';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

export const operationsToken = 'x'.repeat(32);

/** The service with provisioning behind it, played over real HTTP. */
export class Inventory {
  constructor(
    readonly service: RunningService,
    readonly provisioning: ProvisioningFake,
  ) {}

  /** Follows the feed to its end, as the scheduled job does. */
  sync(): Promise<void> {
    return syncToEnd(this.service.get<ProductCopy>(readModelToken(productCopy)));
  }

  /** What an answer should look like is what the tests are about: they compare it with what they expect. */
  async as<T = unknown>(customerId: string, path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.service.tokenFor(customerId)}`);
    const response = await fetch(`${this.service.url}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as T };
  }

  change<T>(customerId: string, action: string, productId: string, key: string, more: object = {}): Promise<Answer<T>> {
    return this.as(customerId, changes, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ action, product: { id: productId }, ...more }),
    });
  }

  /** One attempt to carry a change out, as the job makes. */
  carry(changeId: string): Promise<void> {
    return this.service.get<Commands<ProductChangeEntity>>(commandsToken('product-change')).carry(changeId);
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
    await this.provisioning.stop();
  }
}

export async function startInventory(
  services: readonly Service[],
  env: Record<string, string> = {},
): Promise<Inventory> {
  const provisioning = new ProvisioningFake();
  for (const one of services) provisioning.put(one);
  await provisioning.start();
  const service = await serviceUnderTest(inventory)
    .withPostgres()
    .withFirstRunOf('product-sync')
    .withEnv({
      PROVISIONING_URL: provisioning.url,
      // The job starts once by itself, which is waited for; after that a test says when.
      PRODUCT_SYNC_INTERVAL_SECONDS: '3600',
      PRODUCT_FRESH_FOR_MS: '3600000',
      PUBLIC_URL: 'http://localhost:8080',
      OPERATOR_JWKS_URL: 'http://127.0.0.1:1/identity/jwks',
      OPERATIONS_TOKEN: operationsToken,
      JOBS_POLL_INTERVAL_MS: '500',
      ...env,
    })
    .start();
  return new Inventory(service, provisioning);
}
