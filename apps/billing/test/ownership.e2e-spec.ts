import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ServiceDefinition } from '@wellspring/platform';
import { eventually } from '@wellspring/testing';
import { billing as definition } from '../src/service.ts';
import { invoice } from './fakes/invoices.ts';
import {
  type Answer,
  ask,
  type Billing,
  bills,
  lines,
  orderFor,
  payments,
  startBilling,
  withToken,
} from './start-billing.ts';

jest.setTimeout(60_000);

const bill = 'INV-202611-1001';
const methods = '/tmf-api/paymentMethod/v4/paymentMethod';
const accounts = '/tmf-api/accountManagement/v4/financialAccount';
const collections = [bills, lines, payments, methods, accounts];
const stranger = 'C-2002';

interface Route {
  method: string;
  url: string;
}

/** The service as it is, telling of every route as the framework registers it. */
function recording(routes: Route[]): ServiceDefinition {
  return {
    ...definition,
    configure: (app) => {
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onRoute', ({ method, url }) => {
          // What a service offers is the same for everybody who is signed in, and customers may not listen at its hubs.
          if (/\/(openapi\.json|hub|hub\/:id)$/.test(url)) return;
          // Routes come one method at a time; a list is the refusal of all that an address does not answer.
          if (!Array.isArray(method)) routes.push({ method, url });
        });
    },
  };
}

/** How each route is asked for something that is C-1001's. A route that is not here fails the test. */
const requests: Record<string, (paymentId: string) => { path: string; init?: RequestInit }> = {
  [`GET ${bills}`]: () => ({ path: bills }),
  [`GET ${bills}/:id`]: () => ({ path: `${bills}/${bill}` }),
  [`GET ${bills}/:id/document`]: () => ({ path: `${bills}/${bill}/document` }),
  [`GET ${lines}`]: () => ({ path: `${lines}?bill.id=${bill}` }),
  [`GET ${lines}/:id`]: () => ({ path: `${lines}/${bill}-1` }),
  [`GET ${payments}`]: () => ({ path: payments }),
  [`GET ${payments}/:id`]: (paymentId) => ({ path: `${payments}/${paymentId}` }),
  [`GET ${methods}`]: () => ({ path: methods }),
  [`GET ${methods}/:id`]: () => ({ path: `${methods}/tok_1001` }),
  [`GET ${accounts}`]: () => ({ path: accounts }),
  [`GET ${accounts}/:id`]: () => ({ path: `${accounts}/C-1001` }),
  [`POST ${payments}`]: () => ({
    path: payments,
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'someone-else' },
      body: JSON.stringify(orderFor(bill)),
    },
  }),
};

describe('what belongs to a customer', () => {
  const routes: Route[] = [];
  let billing: Billing;
  let paymentId: string;

  beforeAll(async () => {
    billing = await startBilling([invoice()], {}, recording(routes));
    billing.provider.instruments.set('C-1001', [{ token: 'tok_1001', lastFour: '4242' }]);
    await billing.sync();
    const { body } = await billing.pay('C-1001', orderFor(bill), 'key-1');
    paymentId = body.id;
    await eventually(async () => {
      expect((await billing.as('C-1001', `${payments}/${paymentId}`)).body.status).toBe('done');
    });
  });

  afterAll(() => billing.stop());

  /** Every registered route with its request; HEAD is asked as its GET. */
  const asked = (): { route: string; path: string; init: RequestInit }[] =>
    routes.map(({ method, url }) => {
      const request = requests[`${method === 'HEAD' ? 'GET' : method} ${url}`];
      if (!request)
        throw new Error(`${method} ${url} is not covered: say here how it is asked for somebody else's data`);
      const { path, init } = request(paymentId);
      return { route: `${method} ${url}`, path, init: { method, ...init } };
    });

  it('covers every route of the service', () => {
    expect(new Set(routes.map(({ method, url }) => `${method} ${url}`)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(asked().map(({ route }) => route.replace('HEAD', 'GET')))).toEqual(new Set(Object.keys(requests)));
  });

  it('can be reached by that customer', async () => {
    for (const { route, path, init } of asked().filter(({ init: { method } }) => method !== 'POST')) {
      const { status } = await billing.as('C-1001', path, init);
      expect([route, status]).toEqual([route, 200]);
    }
  });

  it('can be reached by no other', async () => {
    for (const { route, path, init } of asked()) {
      const answer = await billing.as(stranger, path, init);
      expect([route, isNothingButTheirOwn(path, answer)]).toEqual([route, true]);
      expect(answer.text).not.toMatch(/1001|49\.9/);
    }
  });

  it('is told to no customer who would listen for it', async () => {
    const body = JSON.stringify({ callback: 'http://127.0.0.1/' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    for (const api of ['customerBillManagement', 'paymentManagement', 'paymentMethod', 'accountManagement']) {
      expect((await billing.as('C-1001', `/tmf-api/${api}/v4/hub`, init)).status).toBe(403);
      expect((await billing.as('C-1001', `/tmf-api/${api}/v4/openapi.json`)).status).toBe(200);
    }
  });

  it('can be reached by nobody without a token, or with one that is not ours', async () => {
    const forged = await billing.service.tokenFor('C-1001', { aud: 'another-service' });
    for (const { route, path, init } of asked()) {
      const url = `${billing.service.url}${path}`;
      const without = await ask(url, init);
      expect([route, without.status]).toEqual([route, 401]);
      const withForged = await ask(url, { ...init, headers: withToken(init, forged) });
      expect([route, withForged.status]).toEqual([route, 401]);
    }
  });
});

function isNothingButTheirOwn(path: string, { status, text, list, headers }: Answer): boolean {
  const [collection = ''] = path.split('?');
  if (status === 404) return true;
  return (
    status === 200 &&
    collections.includes(collection) &&
    // The answer to HEAD has a count and no list.
    (text === '' || Number(headers.get('x-total-count') ?? 0) === list.length) &&
    list.every(({ id }) => id === stranger)
  );
}
