/** `npm run customer -- C-1042`: why a customer sees what they see. */
import { command, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { table } from '../operations/table.ts';
import { customerAnswer } from './answers.ts';
import { answerOf, asked, clientOf, type Connection, pinpointClient, print } from './asking.ts';
import { incidentInWords, linesInWords } from './readable.ts';

const sides = z.object({
  capabilities: z.array(z.looseObject({ name: z.string(), side: z.string(), stage: z.string(), reason: z.string() })),
});
const sessions = z.object({ sessions: z.array(z.object({ startedAt: z.string(), expiresAt: z.string() })) });
const payments = z.object({
  items: z.array(z.looseObject({ id: z.string(), billId: z.string(), state: z.string(), since: z.string() })),
});

interface Options extends Connection {
  gateway: string;
  billing: string;
}

const program = asked(
  command('customer', 'Says which side a customer is on and why, and what they did and have under way.'),
)
  .argument('<customer>', 'as in C-1042')
  .option('--gateway <url>', 'management address of a gateway', 'http://localhost:8081')
  .option('--billing <url>', 'management address of billing', 'http://localhost:3031')
  .action(async (customer: string, { json, gateway, billing, ...connection }: Options) => {
    const edge = clientOf('gateway', gateway, connection);
    const [where, signedIn, paying, known] = await Promise.all([
      answerOf(edge.get(`/customers/${encodeURIComponent(customer)}`)),
      answerOf(edge.get('/sessions', { customer })),
      answerOf(clientOf('billing', billing, connection).get('/payments', { customer })),
      answerOf(pinpointClient(connection).get(`/customers/${encodeURIComponent(customer)}`)),
    ]);
    if (json === true) print({ where, sessions: signedIn, payments: paying, known });
    else console.log(inWords(customer, where, signedIn, paying, known));
  });

await runCommand(program);

function inWords(customer: string, ...[where, signedIn, paying, known]: unknown[]): string {
  const { capabilities } = sides.parse(where);
  const open = sessions.parse(signedIn).sessions;
  const { items } = payments.parse(paying);
  const { requests, incidents } = customerAnswer.parse(known);
  return [
    table(
      ['capability', 'side', 'stage', 'why'],
      capabilities.map(({ name, side, stage, reason }) => [name, side, stage, reason]),
    ),
    '',
    open.length === 0 ? `${customer} is not signed in.` : `${customer} has ${open.length} sessions.`,
    ...(items.length === 0
      ? ['No payment.']
      : [
          table(
            ['payment', 'bill', 'state', 'since'],
            items.map(({ id, billId, state, since }) => [id, billId, state, since]),
          ),
        ]),
    '',
    'Last requests, newest first',
    linesInWords({ items: requests }),
    '',
    incidents.length === 0 ? 'No request of theirs failed during an incident.' : 'Incidents during which one failed',
    ...incidents.map(incidentInWords),
  ].join('\n');
}
