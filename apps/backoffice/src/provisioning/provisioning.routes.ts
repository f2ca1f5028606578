import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { found } from '../errors.ts';
import { feedQuery, latestChange } from '../feed.ts';
import { acceptOrder, actions, cancelOrder, findOrder } from './service-order.ts';
import { changedServices, findService, servicesOf } from './service.ts';
import { findActivation, findPuk } from './sim.ts';

const customerParams = z.object({ customerNo: z.string() });
const serviceParams = z.object({ serviceNo: z.string() });
const simParams = z.object({ iccid: z.string() });
const orderParams = z.object({ externalRef: z.string() });
const addressLine = z.string().min(1).max(200);
const orderBody = z.object({
  externalRef: z.string().min(1).max(200),
  serviceNo: z.string().min(1).max(200),
  action: z.enum(actions),
  deliverTo: z.object({ name: addressLine, street: addressLine, postcode: addressLine, city: addressLine }).optional(),
});

export function provisioningRoutes(app: FastifyInstance, pool: Pool): void {
  app.get('/provisioning/services', { config: { operation: 'provisioning.list-changes' } }, async (request) => {
    const { changedAfter, limit } = feedQuery.parse(request.query);
    const items = await changedServices(pool, changedAfter, limit);
    const latest = await latestChange(pool, 'service');
    return { items, next: items.at(-1)?.changeSeq ?? changedAfter, latest };
  });

  app.get(
    '/provisioning/customers/:customerNo/services',
    { config: { operation: 'provisioning.list-services' } },
    async (request) => ({ items: await servicesOf(pool, customerParams.parse(request.params).customerNo) }),
  );

  app.get('/provisioning/services/:serviceNo', { config: { operation: 'provisioning.get-service' } }, async (request) =>
    found(await findService(pool, serviceParams.parse(request.params).serviceNo)),
  );

  app.get('/provisioning/sims/:iccid/puk', { config: { operation: 'provisioning.get-puk' } }, async (request) =>
    found(await findPuk(pool, simParams.parse(request.params).iccid)),
  );

  app.get(
    '/provisioning/sims/:iccid/activation',
    { config: { operation: 'provisioning.get-activation' } },
    async (request) => found(await findActivation(pool, simParams.parse(request.params).iccid)),
  );

  app.post('/provisioning/orders', { config: { operation: 'provisioning.order' } }, async (request, reply) => {
    const { order, repeated } = await acceptOrder(pool, orderBody.parse(request.body));
    return reply.code(repeated ? 200 : 202).send(order);
  });

  app.get('/provisioning/orders/:externalRef', { config: { operation: 'provisioning.get-order' } }, async (request) =>
    found(await findOrder(pool, orderParams.parse(request.params).externalRef)),
  );

  app.post(
    '/provisioning/orders/:externalRef/cancellation',
    { config: { operation: 'provisioning.cancel-order' } },
    async (request) => found(await cancelOrder(pool, orderParams.parse(request.params).externalRef)),
  );
}
