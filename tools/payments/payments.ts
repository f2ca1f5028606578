/** `npm run payments`: payments that need a person, from a terminal or a script. */
import { userInfo } from 'node:os';
import { CommandFailure, runCommand } from '@wellspring/command';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient, RefusedError } from '../operations/operations-client.ts';
import { type Connection, paymentsCommand, type Request } from './arguments.ts';
import { readableAudit, readableList, readablePayment } from './readable.ts';

/** Beside those of every command; scripts rely on it, and the help names it. */
const refusedStatus = 3;

await runCommand(paymentsCommand(perform));

async function perform(request: Request, connection: Connection): Promise<void> {
  const { json = false } = connection;
  const { answer, readable } = await ask(request, clientFor(connection)).catch((error: unknown) => {
    throw refusal(error, json);
  });
  console.log(json ? JSON.stringify(answer, null, 2) : readable(answer));
}

async function ask(
  request: Request,
  client: OperationsClient,
): Promise<{ answer: unknown; readable: (answer: unknown) => string }> {
  switch (request.name) {
    case 'list':
      return { answer: await client.get('/payments', request.query), readable: readableList };
    case 'show':
      return { answer: await client.get(pathOf(request.payment)), readable: readablePayment };
    case 'audit':
      return { answer: await client.get('/payment-resolutions', request.query), readable: readableAudit };
    case 'decide': {
      const path = `${pathOf(request.payment)}/${request.decision}`;
      return { answer: await client.post(path, request.body), readable: readablePayment };
    }
    default:
      return request satisfies never;
  }
}

function pathOf(payment: string): string {
  return `/payments/${encodeURIComponent(payment)}`;
}

function clientFor({ url, token, as }: Connection): OperationsClient {
  const { env } = process;
  return new OperationsClient({
    service: 'billing service',
    url: url ?? env['PAYMENTS_URL'] ?? 'http://localhost:3031',
    token: findToken(token, 'PAYMENTS_TOKEN', env),
    as: as ?? userInfo().username,
  });
}

function refusal(error: unknown, json: boolean): unknown {
  if (!(error instanceof RefusedError)) return error;
  if (json) console.log(JSON.stringify(error.problem, null, 2));
  return new CommandFailure(`Refused: ${error.message}`, refusedStatus);
}
