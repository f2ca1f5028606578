/** How commands ask pinpoint and the others: the same options for all of them. */
import { userInfo } from 'node:os';
import { type Command, CommandFailure, Option } from '@wellspring/command';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient, RefusedError } from '../operations/operations-client.ts';

export interface Connection {
  json?: boolean;
  url?: string;
  token?: string;
  as?: string;
}

/** The service refused, or knows nothing of it. */
export const refused = 3;

export function asked(command: Command): Command {
  return command
    .addOption(new Option('--json', 'for scripts: the answer as it is'))
    .option('--url <url>', 'management address of pinpoint (or PINPOINT_URL; else http://localhost:3101)')
    .option('--token <file>', "with an operator's token (or MIGRATION_TOKEN; else that of the local stack)")
    .option('--as <name>', 'who you are, when the token is a shared one (else your user name)');
}

export function pinpointClient({ url, token, as }: Connection): OperationsClient {
  return clientOf('pinpoint', url ?? process.env['PINPOINT_URL'] ?? 'http://localhost:3101', { token, as });
}

export function clientOf(
  service: string,
  url: string,
  { token, as }: Pick<Connection, 'token' | 'as'>,
): OperationsClient {
  return new OperationsClient({
    service,
    url,
    token: findToken(token, 'MIGRATION_TOKEN', process.env),
    as: as ?? userInfo().username,
  });
}

/** @throws CommandFailure with the exit status that says so, when the answer is no */
export async function answerOf(asking: Promise<unknown>): Promise<unknown> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof RefusedError ? new CommandFailure(`Refused: ${error.message}`, refused) : error;
  }
}

export function print(answer: unknown): void {
  console.log(JSON.stringify(answer, null, 2));
}
