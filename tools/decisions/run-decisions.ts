/** Decisions about durable commands that need a person, from a terminal or a script. */
import { userInfo } from 'node:os';
import { CommandFailure, runCommand } from '@wellspring/command';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient, RefusedError } from '../operations/operations-client.ts';
import { type Connection, decisionsCommand, type Request } from './command-line.ts';
import type { Decidable, SeenCommand } from './decidable.ts';
import { readableAudit, readableList, readableOne } from './readable.ts';

/** Beside those of every command; scripts rely on it, and the help names it. */
const refusedStatus = 3;

export async function runDecisions<Seen extends SeenCommand>(kind: Decidable<Seen>): Promise<void> {
  const perform = async (request: Request, connection: Connection): Promise<void> => {
    const { json = false } = connection;
    const { answer, readable } = await ask(kind, request, clientFor(kind, connection)).catch((error: unknown) => {
      throw refusal(error, json);
    });
    console.log(json ? JSON.stringify(answer, null, 2) : readable(kind, answer));
  };
  await runCommand(decisionsCommand(kind, perform));
}

interface Answered {
  answer: unknown;
  readable: <Seen extends SeenCommand>(kind: Decidable<Seen>, answer: unknown) => string;
}

async function ask(
  { name, plural }: { readonly name: string; readonly plural: string },
  request: Request,
  client: OperationsClient,
): Promise<Answered> {
  const pathOf = (id: string): string => `/${plural}/${encodeURIComponent(id)}`;
  switch (request.name) {
    case 'list':
      return { answer: await client.get(`/${plural}`, request.query), readable: readableList };
    case 'show':
      return { answer: await client.get(pathOf(request.id)), readable: readableOne };
    case 'audit':
      return { answer: await client.get(`/${name}-resolutions`, request.query), readable: readableAudit };
    case 'decide': {
      const path = `${pathOf(request.id)}/${request.decision}`;
      return { answer: await client.post(path, request.body), readable: readableOne };
    }
    default:
      return request satisfies never;
  }
}

function clientFor(
  kind: { readonly script: string; readonly service: string; readonly url: string },
  { url, token, as }: Connection,
): OperationsClient {
  const { env } = process;
  const prefix = kind.script.toUpperCase();
  return new OperationsClient({
    service: `${kind.service} service`,
    url: url ?? env[`${prefix}_URL`] ?? kind.url,
    token: findToken(token, `${prefix}_TOKEN`, env),
    as: as ?? userInfo().username,
  });
}

function refusal(error: unknown, json: boolean): unknown {
  if (!(error instanceof RefusedError)) return error;
  if (json) console.log(JSON.stringify(error.problem, null, 2));
  return new CommandFailure(`Refused: ${error.message}`, refusedStatus);
}
