import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ListenerFake } from '@wellspring/testing';
import { hubScope } from '@wellspring/tmf';
import { type Answer as TriedAnswer, nonconformities } from '@wellspring/tmf/conformance';
import { invoice, paidInvoice } from './fakes/invoices.ts';
import { type Answer, ask, type Billing, orderFor, payments, startBilling, withToken } from './start-billing.ts';

jest.setTimeout(120_000);

/** What TM Forum's definitions call mandatory, where a resource is told (v4). */
const mandatory = {
  CustomerBill: ['state', 'billDate', 'amountDue', 'billingAccount', 'relatedParty', 'taxItem', 'appliedPayment'],
  AppliedCustomerBillingRate: ['date', 'isBilled', 'bill', 'taxIncludedAmount', 'taxExcludedAmount'],
  FinancialAccount: ['name', 'accountBalance', 'relatedParty'],
  Payment: ['amount', 'totalAmount', 'paymentItem', 'paymentMethod', 'account', 'payer', 'status'],
  BankCard: ['lastFourDigits', 'relatedParty'],
};

describe('billing, in the manner of the conformance kits', () => {
  let billing: Billing;
  let listener: ListenerFake;

  beforeAll(async () => {
    listener = await ListenerFake.start();
    const invoices = [
      invoice(),
      paidInvoice({ invoiceNo: 'INV-202610-1001', issued: '2026-10-01', due: '2026-10-15' }),
      invoice({ invoiceNo: 'INV-202609-1001', issued: '2026-09-01', due: '2026-09-15' }),
    ];
    billing = await startBilling(invoices, { HUB_CALLBACKS: listener.url, OUTBOX_POLL_INTERVAL_MS: '50' });
    billing.provider.instruments.set('C-1001', [
      { token: 'tok_1', brand: 'visa', lastFour: '4242', validUntil: '2029-08', usual: true },
      { token: 'tok_2', lastFour: '1111' },
    ]);
    await billing.sync();
  });

  afterAll(async () => {
    await billing.stop();
    await listener.stop();
  });

  const asMachine = async (method: string, path: string, body?: object): Promise<Answer> => {
    const token = await billing.service.machineToken('crm', `${hubScope} paymentManagement:read`);
    const headers = withToken({ headers: body ? { 'content-type': 'application/json' } : {} }, token);
    return ask(`${billing.service.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  };

  it('has a hub, and tells of what happens', async () => {
    const hub = '/tmf-api/paymentManagement/v4/hub';
    const callback = `${listener.url}/events`;
    const registered = await asMachine('POST', hub, { callback, query: 'eventType=PaymentStateChangeEvent' });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      id: expect.any(String),
      callback,
      query: 'eventType=PaymentStateChangeEvent',
    });
    const { body } = await billing.pay('C-1001', orderFor('INV-202609-1001'), 'key-1');
    await eventually(
      () => {
        expect(listener.told.map((told) => told.body)).toMatchObject([
          {
            eventId: expect.any(String),
            eventTime: expect.any(String),
            eventType: 'PaymentStateChangeEvent',
            event: { payment: { id: body.id, status: 'done' } },
          },
        ]);
      },
      { timeoutMs: 60_000 },
    );
    expect((await billing.as('C-1001', `${payments}/${body.id}`)).body.status).toBe('done');
    expect((await asMachine('DELETE', `${hub}/${registered.body.id}`)).status).toBe(204);
    expect((await asMachine('DELETE', `${hub}/${registered.body.id}`)).status).toBe(404);
  });

  it.each(['customerBillManagement', 'paymentManagement', 'paymentMethod', 'accountManagement'])(
    'answers as TMF630 says: %s',
    async (api) => {
      const get = async (path: string): Promise<TriedAnswer> => {
        const { status, headers, text } = await billing.as('C-1001', path);
        return { status, headers, body: JSON.parse(text) as unknown };
      };
      expect(await nonconformities({ base: `/tmf-api/${api}/v4`, get, mandatory })).toEqual([]);
    },
  );
});
