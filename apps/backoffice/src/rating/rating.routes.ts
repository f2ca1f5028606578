import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { found } from '../errors.ts';
import { feedQuery, latestChange } from '../feed.ts';
import { parseAmount } from '../money.ts';
import { changedAccounts, findAccount, setSpendingLimit } from './account.ts';
import { balanceOf } from './balance.ts';
import { kinds, zones } from './kinds.ts';
import { changedRecords, rate, recordsOf } from './usage-record.ts';

const amount = z.string().transform((text, context) => {
  const minor = parseAmount(text);
  if (minor !== undefined && minor >= 0) return minor;
  context.addIssue('must be an amount such as 49.90');
  return z.NEVER;
});

const customerParams = z.object({ customerNo: z.string() });
const recordsFeedQuery = feedQuery.extend({ limit: z.coerce.number().int().min(1).max(5_000).default(1_000) });
const recordsQuery = z.object({ from: z.iso.date() });
const today = (): string => new Date().toISOString().slice(0, 10);
const balanceQuery = z.object({ on: z.iso.date().default(today) });
/** The account's change number, as the version of what is seen of it. */
const conditionalHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d+"$/)
    .transform((tag) => Number(tag.slice(1, -1)))
    .optional(),
});
const limitBody = z.object({ limit: amount.nullable() });
const recordBody = z.object({
  recordNo: z.string().min(1).max(200),
  lineNo: z.string().min(1).max(200),
  kind: z.enum(kinds),
  zone: z.enum(zones),
  startedAt: z.iso.datetime().transform((text) => new Date(text)),
  quantity: z.number().int().positive(),
  charge: amount.default(0),
});

export function ratingRoutes(app: FastifyInstance, pool: Pool): void {
  app.get('/rating/records', { config: { operation: 'rating.list-records' } }, async (request) => {
    const { changedAfter, limit } = recordsFeedQuery.parse(request.query);
    const items = await changedRecords(pool, changedAfter, limit);
    return { items, next: items.at(-1)?.changeSeq ?? changedAfter, latest: await latestChange(pool, 'usage') };
  });

  app.get('/rating/accounts', { config: { operation: 'rating.list-accounts' } }, async (request) => {
    const { changedAfter, limit } = feedQuery.parse(request.query);
    const items = await changedAccounts(pool, changedAfter, limit);
    const latest = await latestChange(pool, 'rating-account');
    return { items, next: items.at(-1)?.changeSeq ?? changedAfter, latest };
  });

  app.get(
    '/rating/customers/:customerNo/records',
    { config: { operation: 'rating.list-customer-records' } },
    async (request) => {
      const { from } = recordsQuery.parse(request.query);
      return { items: await recordsOf(pool, customerParams.parse(request.params).customerNo, from) };
    },
  );

  app.get('/rating/customers/:customerNo/account', { config: { operation: 'rating.get-account' } }, async (request) =>
    found(await findAccount(pool, customerParams.parse(request.params).customerNo)),
  );

  app.get('/rating/customers/:customerNo/balance', { config: { operation: 'rating.get-balance' } }, async (request) => {
    const { on } = balanceQuery.parse(request.query);
    return found(await balanceOf(pool, customerParams.parse(request.params).customerNo, on));
  });

  app.put(
    '/rating/customers/:customerNo/spending-limit',
    { config: { operation: 'rating.set-spending-limit' } },
    async (request) => {
      const { customerNo } = customerParams.parse(request.params);
      const { 'if-match': seen } = conditionalHeaders.parse(request.headers);
      await setSpendingLimit(pool, customerNo, limitBody.parse(request.body).limit, seen);
      return found(await findAccount(pool, customerNo));
    },
  );

  app.post('/rating/records', { config: { operation: 'rating.rate' } }, async (request, reply) => {
    const { charge, ...record } = recordBody.parse(request.body);
    const answer = await rate(pool, { ...record, chargeMinor: charge });
    return reply.code(answer.repeated ? 200 : 201).send(answer.record);
  });
}
