/**
 * What the billing service is measured against: Fastify and pg and nothing else, answering a customer's bills from the
 * same database with the same query. No check of who asks, no log, no metrics, no deadline. Prints its port.
 */
import Fastify from 'fastify';
import pg from 'pg';

const connectionString = process.env['DATABASE_URL'];
if (!connectionString) throw new Error('DATABASE_URL is missing.');

const pool = new pg.Pool({ connectionString, max: 10 });
const where = 'customer_id = $1';
const text =
  `select coalesce('[' || string_agg(document, ',') || ']', '[]') as body, count(*)::int as count, ` +
  `(select count(*)::int from bill where ${where}) as total ` +
  `from (select document::text as document from bill where ${where} ` +
  `order by bill_date desc, id limit $2 offset $3) as page`;

const app = Fastify();
app.get<{ Params: { customer: string } }>('/customers/:customer/bills', async (request, reply) => {
  const { rows } = await pool.query<{ body: string }>({
    name: 'bills',
    text,
    values: [request.params.customer, 50, 0],
  });
  return reply.header('content-type', 'application/json; charset=utf-8').send(rows[0]?.body);
});

await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
console.log(address !== null && typeof address === 'object' ? address.port : '');

process.on('SIGTERM', () => {
  void app.close().then(() => pool.end());
});
