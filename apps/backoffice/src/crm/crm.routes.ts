import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { found, Refusal } from '../errors.ts';
import { feedQuery } from '../feed.ts';
import { changedCustomers, findCustomer, findCustomerByEmail, setStatus, statuses } from './customer.ts';

const customersQuery = feedQuery.extend({ email: z.string().max(200).optional() });
const customerParams = z.object({ customerNo: z.string() });
const statusChange = z.object({ status: z.enum(statuses) });
const credentials = z.object({ login: z.string().max(200), password: z.string().max(200) });

export function crmRoutes(app: FastifyInstance, pool: Pool, customerPassword: string): void {
  app.get('/crm/customers', { config: { operation: 'crm.list-customers' } }, async (request) => {
    const { changedAfter, limit, email } = customersQuery.parse(request.query);
    if (email !== undefined) {
      const customer = await findCustomerByEmail(pool, email);
      return { items: customer ? [customer] : [], next: changedAfter };
    }
    const items = await changedCustomers(pool, changedAfter, limit);
    return { items, next: items.at(-1)?.changeSeq ?? changedAfter };
  });

  app.get('/crm/customers/:customerNo', { config: { operation: 'crm.get-customer' } }, async (request) =>
    found(await findCustomer(pool, customerParams.parse(request.params).customerNo)),
  );

  app.put('/crm/customers/:customerNo/status', { config: { operation: 'crm.set-status' } }, async (request) => {
    const { customerNo } = customerParams.parse(request.params);
    return found(await setStatus(pool, customerNo, statusChange.parse(request.body).status));
  });

  app.post('/crm/credentials/verify', { config: { operation: 'crm.verify-credentials' } }, async (request) => {
    const { login, password } = credentials.parse(request.body);
    const customer = await findCustomerByEmail(pool, login);
    const isRight = customer?.status === 'ACTIVE' && sameSecret(password, customerPassword);
    if (!customer || !isRight) throw new Refusal(401, 'BAD_CREDENTIALS');
    const { customerNo, email, firstName, lastName, language, segment } = customer;
    return { customerNo, email, firstName, lastName, language, segment };
  });
}

function sameSecret(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
