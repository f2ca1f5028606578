/** `npm run sessions`: shows and ends the sessions of a customer, from a terminal or a script. */
import { userInfo } from 'node:os';
import { command, type Command, CommandFailure, Option, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient, RefusedError } from '../operations/operations-client.ts';

interface Connection {
  json?: boolean;
  url?: string;
  token?: string;
  as?: string;
}

interface Asked extends Connection {
  customer: string;
}

const refused = 3;

const listed = z.object({
  sessions: z.array(z.object({ id: z.string(), startedAt: z.string(), expiresAt: z.string() })),
  ended: z.array(z.object({ at: z.string(), actor: z.string(), reason: z.string() })),
});

const program = command('sessions', 'Shows and ends the sessions of a customer, on both sides and at the provider.');
program.addHelpText(
  'after',
  `
Whoever signs in after the end has a session that is not affected. An end needs a reason, of 3 to 500 characters, which is
kept with who and when.

Exit statuses
  0 done    1 it failed    3 the gateway refused    64 called wrongly`,
);

asked(program.command('list'), 'sessions that can still be used, and when operators ended others').action(
  async ({ customer, json, ...connection }: Asked) => {
    const answer = await ask(connection, (client) => client.get('/sessions', { customer }));
    console.log(json === true ? JSON.stringify(answer, null, 2) : readable(customer, listed.parse(answer)));
  },
);
asked(program.command('end'), 'end all of them, at once and on every replica')
  .requiredOption('--reason <why>', 'for the audit')
  .action(async ({ customer, reason, json, ...connection }: Asked & { reason: string }) => {
    const answer = await ask(connection, (client) => client.post('/sessions/end', { customer, reason }));
    const { ended } = z.object({ ended: z.number() }).parse(answer);
    console.log(json === true ? JSON.stringify(answer, null, 2) : `Ended ${ended} of ${customer}`);
  });

await runCommand(program);

async function ask(
  { url, token, as }: Connection,
  call: (client: OperationsClient) => Promise<unknown>,
): Promise<unknown> {
  const { env } = process;
  const client = new OperationsClient({
    service: 'gateway',
    url: url ?? env['MIGRATION_URL'] ?? 'http://localhost:8081',
    token: findToken(token, 'MIGRATION_TOKEN', env),
    as: as ?? userInfo().username,
  });
  try {
    return await call(client);
  } catch (error) {
    throw error instanceof RefusedError ? new CommandFailure(`Refused: ${error.message}`, refused) : error;
  }
}

function readable(customer: string, { sessions, ended }: z.output<typeof listed>): string {
  const open = sessions.map(
    ({ id, startedAt, expiresAt }) => `  ${id}  since ${startedAt}  until ${expiresAt} at most`,
  );
  const ends = ended.map(({ at, actor, reason }) => `  ${at}  ${actor}: ${JSON.stringify(reason)}`);
  return [
    open.length === 0 ? `${customer} has no session` : `Sessions of ${customer}`,
    ...open,
    ...(ends.length === 0 ? [] : ['Ended by operators', ...ends]),
  ].join('\n');
}

function asked(subcommand: Command, summary: string): Command {
  return subcommand
    .description(summary)
    .requiredOption('--customer <number>', 'as in C-1001')
    .addOption(new Option('--json', 'for scripts: the answer as it is'))
    .option('--url <url>', 'management address of a gateway (or MIGRATION_URL; else http://localhost:8081)')
    .option('--token <file>', "with an operator's token (or MIGRATION_TOKEN; else that of the local stack)")
    .option('--as <name>', 'who you are, when the token is a shared one (else your user name)');
}
