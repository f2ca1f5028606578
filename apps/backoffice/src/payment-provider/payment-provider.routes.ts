import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { found } from '../errors.ts';
import { charge, chargesFor, findCharge } from './charge.ts';
import { instruments } from './instrument.ts';

const chargeHeaders = z.object({ 'idempotency-key': z.string().min(1).max(200) });
const chargeParams = z.object({ idempotencyKey: z.string() });
const chargesQuery = z.object({ reference: z.string().min(1) });
const chargeBody = z.object({
  reference: z.string().min(1).max(200),
  amountMinor: z.number().int().positive().max(1_000_000_000),
  currency: z.string().length(3),
  instrument: z.object({ token: z.string().min(1).max(200) }),
});

export function paymentProviderRoutes(app: FastifyInstance, pool: Pool): void {
  app.post(
    '/payment-provider/charges',
    { config: { operation: 'payment-provider.charge' } },
    async (request, reply) => {
      const idempotencyKey = chargeHeaders.parse(request.headers)['idempotency-key'];
      const { instrument, ...order } = chargeBody.parse(request.body);
      const answer = await charge(pool, { idempotencyKey, token: instrument.token, ...order });
      if (answer.repeated) reply.header('idempotent-replayed', 'true');
      return reply.code(201).send(answer.charge);
    },
  );

  app.get(
    '/payment-provider/charges/:idempotencyKey',
    { config: { operation: 'payment-provider.get-charge' } },
    async (request) => found(await findCharge(pool, chargeParams.parse(request.params).idempotencyKey)),
  );

  app.get('/payment-provider/charges', { config: { operation: 'payment-provider.list-charges' } }, async (request) => ({
    items: await chargesFor(pool, chargesQuery.parse(request.query).reference),
  }));

  app.get(
    '/payment-provider/customers/:customerNo/instruments',
    { config: { operation: 'payment-provider.list-instruments' } },
    () => ({ items: instruments }),
  );
}
