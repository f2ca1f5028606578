import Fastify from 'fastify';
import { type FakeServices, fakeServices } from './fake-services.ts';

export interface FakeInvoice {
  invoiceNo: string;
  customerNo: string;
  periodFrom: string;
  periodTo: string;
  issued: string;
  due: string;
  currency: string;
  total: string;
  open: string;
  status: 'OPEN' | 'PAID';
  paidAt: string | null;
  lines: { no: number; text: string; net: string; vat: string; gross: string }[];
}

interface Settlement {
  settlementNo: string;
  invoiceNo: string;
  externalRef: string;
  amount: string;
  currency: string;
  bookedAt: string;
}

interface Charge {
  chargeId: string;
  state: 'captured' | 'declined';
  reference: string;
  amountMinor: number;
  token: string;
}

export interface FakeBackoffice {
  url: string;
  invoices: Map<string, FakeInvoice>;
  charges: Map<string, Charge>;
  settlements: Map<string, Settlement>;
  services: FakeServices;
  /** How the billing engine does; the other systems go on. */
  engine: 'up' | 'error' | 'garbage' | 'hang';
  /** Loses the answers of settlements that were booked. */
  loseSettlementAnswers: boolean;
  close(): Promise<void>;
}

export const password = 'correct horse';

const customers = [
  { customerNo: 'C-1001', email: 'c-1001@example.com', firstName: 'Mari', lastName: 'Tamm' },
  { customerNo: 'C-1002', email: 'c-1002@example.com', firstName: '<b>Eve</b>', lastName: `O'Neill & "Co"` },
].map((customer) => ({
  ...customer,
  phone: '+372 5100 2000',
  language: 'et',
  segment: 'residential',
  since: '2019-03-01',
  subscriptions: [
    {
      subscriptionNo: 'S-1',
      product: 'Mobile <5G>',
      allowance: 'Unlimited',
      monthlyPrice: '1234.90',
      contract: 'Month-to-month',
      paymentMethod: 'Card',
      status: 'ACTIVE',
      since: '2019-03-01',
    },
  ],
}));

const byEmail = (email: unknown): (typeof customers)[number] | undefined =>
  customers.find((customer) => customer.email === email);

export function openInvoice(invoiceNo: string, customerNo: string, change: Partial<FakeInvoice> = {}): FakeInvoice {
  return {
    invoiceNo,
    customerNo,
    periodFrom: '2026-10-01',
    periodTo: '2026-10-31',
    issued: '2026-11-01',
    due: '2026-11-15',
    currency: 'EUR',
    total: '1234.90',
    open: '1234.90',
    status: 'OPEN',
    paidAt: null,
    lines: [{ no: 1, text: 'Mobile <5G>', net: '1029.08', vat: '205.82', gross: '1234.90' }],
    ...change,
  };
}

/** The background systems as far as the old portal knows them, over real HTTP. */
export async function startFakeBackoffice(): Promise<FakeBackoffice> {
  const app = Fastify({ forceCloseConnections: true });
  const fake: FakeBackoffice = {
    url: '',
    invoices: new Map(),
    charges: new Map(),
    settlements: new Map(),
    services: fakeServices(app),
    engine: 'up',
    loseSettlementAnswers: false,
    close: () => app.close(),
  };

  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/billing-engine/')) return;
    if (fake.engine === 'error') await reply.code(500).send({ error: 'INTERNAL' });
    if (fake.engine === 'garbage') await reply.type('application/json').send('{"items":[{"invoiceNo":');
    if (fake.engine === 'hang') reply.hijack();
  });

  app.get('/billing-engine/customers/:no/invoices', (request) => {
    const { no } = request.params as { no: string };
    return { items: [...fake.invoices.values()].filter((invoice) => invoice.customerNo === no) };
  });
  app.get('/billing-engine/invoices/:no', (request, reply) => {
    const { no } = request.params as { no: string };
    return fake.invoices.get(no) ?? reply.code(404).send({ error: 'NOT_FOUND' });
  });
  app.post('/billing-engine/invoices/:no/settlements', (request, reply) => {
    const { no } = request.params as { no: string };
    const { externalRef, amount, currency } = request.body as Settlement;
    const invoice = fake.invoices.get(no);
    const earlier = fake.settlements.get(externalRef);
    if (earlier) return reply.code(200).send(earlier);
    if (!invoice) return reply.code(404).send({ error: 'NOT_FOUND' });
    if (invoice.status === 'PAID') return reply.code(409).send({ error: 'ALREADY_PAID' });
    if (invoice.open !== amount) return reply.code(422).send({ error: 'AMOUNT_MISMATCH' });
    const bookedAt = '2026-11-23T10:00:00.000Z';
    const settlementNo = `S-${fake.settlements.size + 1}`;
    fake.settlements.set(externalRef, { settlementNo, invoiceNo: no, externalRef, amount, currency, bookedAt });
    fake.invoices.set(no, { ...invoice, status: 'PAID', open: '0.00', paidAt: bookedAt });
    if (fake.loseSettlementAnswers) request.raw.socket.destroy();
    return reply.code(201).send(fake.settlements.get(externalRef));
  });
  app.get('/billing-engine/settlements/:ref', (request, reply) => {
    const { ref } = request.params as { ref: string };
    return fake.settlements.get(ref) ?? reply.code(404).send({ error: 'NOT_FOUND' });
  });

  app.get('/crm/customers/:no', (request, reply) => {
    const { no } = request.params as { no: string };
    return customers.find(({ customerNo }) => customerNo === no) ?? reply.code(404).send({ error: 'NOT_FOUND' });
  });
  app.get('/crm/customers', (request) => {
    const customer = byEmail((request.query as { email: string }).email);
    return { items: customer ? [customer] : [], next: 0 };
  });
  app.post('/crm/credentials/verify', (request, reply) => {
    const { login, password: given } = request.body as { login: string; password: string };
    const customer = byEmail(login);
    return customer && given === password ? customer : reply.code(401).send({ error: 'BAD_CREDENTIALS' });
  });

  app.post('/payment-provider/charges', (request, reply) => {
    const key = String(request.headers['idempotency-key']);
    const { reference, amountMinor, instrument } = request.body as Charge & { instrument: { token: string } };
    const { token } = instrument;
    const earlier = fake.charges.get(key);
    if (earlier && earlier.token !== token) return reply.code(422).send({ error: 'IDEMPOTENCY_KEY_REUSED' });
    const state = token === 'tok_declined' ? 'declined' : 'captured';
    const charge = earlier ?? { chargeId: `ch_${fake.charges.size}`, state, reference, amountMinor, token };
    fake.charges.set(key, charge);
    return reply.code(201).send(charge);
  });

  fake.url = await app.listen({ host: '127.0.0.1', port: 0 });
  return fake;
}
