import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { found } from '../errors.ts';
import { feedQuery, latestChange } from '../feed.ts';
import { parseAmount } from '../money.ts';
import { changedInvoices, findInvoice, invoicesOf } from './invoice.ts';
import { findSettlement, settle } from './settlement.ts';

const customerParams = z.object({ customerNo: z.string() });
const invoiceParams = z.object({ invoiceNo: z.string() });
const settlementParams = z.object({ externalRef: z.string() });

const settlementBody = z.object({
  externalRef: z.string().min(1).max(200),
  amount: z.string().transform((text, context) => {
    const minor = parseAmount(text);
    if (minor !== undefined && minor > 0) return minor;
    context.addIssue('must be an amount such as 49.90');
    return z.NEVER;
  }),
  currency: z.string().length(3),
  method: z.string().min(1).max(50),
});

export function billingEngineRoutes(app: FastifyInstance, pool: Pool): void {
  app.get('/billing-engine/invoices', { config: { operation: 'billing-engine.list-changes' } }, async (request) => {
    const { changedAfter, limit } = feedQuery.parse(request.query);
    const items = await changedInvoices(pool, changedAfter, limit);
    const latest = await latestChange(pool, 'invoice');
    return { items, next: items.at(-1)?.changeSeq ?? changedAfter, latest };
  });

  app.get(
    '/billing-engine/customers/:customerNo/invoices',
    { config: { operation: 'billing-engine.list-invoices' } },
    async (request) => ({ items: await invoicesOf(pool, customerParams.parse(request.params).customerNo) }),
  );

  app.get(
    '/billing-engine/invoices/:invoiceNo',
    { config: { operation: 'billing-engine.get-invoice' } },
    async (request) => found(await findInvoice(pool, invoiceParams.parse(request.params).invoiceNo)),
  );

  app.post(
    '/billing-engine/invoices/:invoiceNo/settlements',
    { config: { operation: 'billing-engine.settle' } },
    async (request, reply) => {
      const { invoiceNo } = invoiceParams.parse(request.params);
      const { amount, ...rest } = settlementBody.parse(request.body);
      const { settlement, repeated } = await settle(pool, { invoiceNo, amountMinor: amount, ...rest });
      return reply.code(repeated ? 200 : 201).send(settlement);
    },
  );

  app.get(
    '/billing-engine/settlements/:externalRef',
    { config: { operation: 'billing-engine.get-settlement' } },
    async (request) => found(await findSettlement(pool, settlementParams.parse(request.params).externalRef)),
  );
}
