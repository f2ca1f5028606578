import type { FastifyInstance } from 'fastify';

export interface FakeLine {
  serviceNo: string;
  customerNo: string;
  simStatus: 'ACTIVE' | 'BLOCKED';
  roaming: 'ON' | 'OFF';
}

/** Provisioning and rating as far as the old portal knows them. */
export interface FakeServices {
  lines: Map<string, FakeLine>;
  /** By reference, as provisioning keeps them. */
  orders: Map<string, { serviceNo: string; action: string }>;
  /** How rating does; provisioning goes on. */
  rating: 'up' | 'error';
}

export function fakeServices(app: FastifyInstance): FakeServices {
  const fake: FakeServices = { lines: new Map(), orders: new Map(), rating: 'up' };
  const notFound = { error: 'NOT_FOUND' };

  app.get('/provisioning/customers/:no/services', (request) => {
    const { no } = request.params as { no: string };
    return { items: [...fake.lines.values()].filter(({ customerNo }) => customerNo === no).map(service) };
  });
  app.get('/provisioning/services/:no', (request, reply) => {
    const line = fake.lines.get((request.params as { no: string }).no);
    return line ? service(line) : reply.code(404).send(notFound);
  });
  app.get('/provisioning/sims/:iccid/puk', () => ({ puk: '12345678' }));
  app.post('/provisioning/orders', (request, reply) => {
    const { externalRef, ...order } = request.body as { externalRef: string; serviceNo: string; action: string };
    fake.orders.set(externalRef, order);
    return reply.code(202).send({ state: 'ACCEPTED' });
  });

  app.get('/rating/customers/:no/balance', (request, reply) => {
    if (fake.rating === 'error') return reply.code(500).send({ error: 'INTERNAL' });
    return (request.params as { no: string }).no === 'C-1001' ? balance : reply.code(404).send(notFound);
  });
  app.get('/rating/customers/:no/records', () => ({
    items: [
      record('2026-11-20T08:00:00Z', 2_000),
      record('2026-11-20T20:00:00Z', 345),
      record('2026-11-21T08:00:00Z', 7),
    ],
  }));
  return fake;
}

function service({ serviceNo, customerNo, simStatus, roaming }: FakeLine): unknown {
  return {
    serviceNo,
    customerNo,
    type: 'LINE',
    product: 'Mobile <S>',
    number: '+372 5100 2000',
    status: 'ACTIVE',
    since: '2025-03-01',
    monthlyPrice: '12.90',
    contract: { type: 'One year', until: '2027-03-01', noticeDays: 30 },
    roaming,
    sim: { iccid: '8937250000010000001', status: simStatus },
    device: null,
  };
}

const bucket = { lineNo: 'S-1', product: 'Mobile <S>', number: '+372 5100 2000', kind: 'DATA', zone: 'HOME' };

const balance = {
  period: { from: '2026-11-01', to: '2026-11-30' },
  currency: 'EUR',
  spendingLimit: '20.00',
  spent: '3.20',
  spentToday: '0.45',
  buckets: [
    { ...bucket, allowance: 5_000, used: 2_352 },
    { ...bucket, kind: 'VOICE', allowance: null, used: 3_725 },
  ],
};

function record(startedAt: string, quantity: number): unknown {
  return { lineNo: 'S-1', kind: 'DATA', zone: 'HOME', startedAt, quantity, charge: '0.15', currency: 'EUR' };
}
