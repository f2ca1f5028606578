/** `npm run migration`: moves capabilities between the old portal and the new, from a terminal or a script. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
// A file is checked by the gateway's own code: a copy of it here could disagree.
/* eslint-disable @nx/enforce-module-boundaries */
import { migrationJsonSchema } from '../../apps/gateway/src/migration/file/json-schema.ts';
import { parseMigrationFile } from '../../apps/gateway/src/migration/file/parse.ts';
import { oldPortalsJsonSchema } from '../../apps/gateway/src/old-portal/profile/json-schema.ts';
import { checkOldPortals } from '../../apps/gateway/src/old-portal/profile/parse.ts';
import { describeFileError } from '../../apps/gateway/src/yaml-file/file-error.ts';
import { printable } from '../../apps/gateway/src/yaml-file/printable.ts';
/* eslint-enable @nx/enforce-module-boundaries */
import { type Command, type Invocation, readArguments, usage, UsageError } from './arguments.ts';
import { findToken } from './credentials.ts';
import { OperationsClient, RefusedError } from './operations-client.ts';
import { readableAudit, readableCapability, readableCustomer, readableParity, readableStatus } from './readable.ts';
import { knownUpstreams } from './upstreams.ts';

/** Exit codes are part of what scripts rely on; `usage` names them. */
const exitCodes = { failed: 1, usage: 2, refused: 3, mistakes: 4 } as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let invocation: Invocation | undefined;
  try {
    invocation = readArguments(process.argv.slice(2));
    return await perform(invocation);
  } catch (error) {
    return report(error, invocation?.json ?? false);
  }
}

async function perform(invocation: Invocation): Promise<number> {
  const { command, json } = invocation;
  switch (command.name) {
    case 'help':
      console.log(usage);
      return 0;
    case 'schema':
      console.log(JSON.stringify(command.of === 'migration' ? migrationJsonSchema() : oldPortalsJsonSchema(), null, 2));
      return 0;
    case 'validate':
      return validate(command.file, json);
    case 'status':
    case 'audit':
    case 'parity':
    case 'who':
    case 'decide': {
      const { answer, readable } = await ask(command, clientFor(invocation));
      console.log(json ? JSON.stringify(answer, null, 2) : readable(answer));
      return 0;
    }
    default:
      return command satisfies never;
  }
}

type Remote = Exclude<Command, { name: 'help' | 'schema' | 'validate' }>;

async function ask(
  command: Remote,
  client: OperationsClient,
): Promise<{ answer: unknown; readable: (answer: unknown) => string }> {
  switch (command.name) {
    case 'status':
      return command.capability === undefined
        ? { answer: await client.get('/capabilities'), readable: readableStatus }
        : {
            answer: await client.get(`/capabilities/${encodeURIComponent(command.capability)}`),
            readable: readableCapability,
          };
    case 'audit':
      return { answer: await client.get('/audit', command.query), readable: readableAudit };
    case 'parity':
      return {
        answer: await client.get(`/parity/${encodeURIComponent(command.capability)}`),
        readable: readableParity,
      };
    case 'who': {
      const path = `/customers/${encodeURIComponent(command.customer)}`;
      return { answer: await client.get(path, command.query), readable: readableCustomer };
    }
    case 'decide': {
      const path = `/capabilities/${encodeURIComponent(command.capability)}/${command.decision}`;
      return { answer: await client.post(path, command.body), readable: readableCapability };
    }
    default:
      return command satisfies never;
  }
}

function clientFor({ url, tokenFile, as }: Invocation): OperationsClient {
  const { env } = process;
  return new OperationsClient({
    url: url ?? env['MIGRATION_URL'] ?? 'http://localhost:8081',
    token: findToken(tokenFile, env),
    as: as ?? userInfo().username,
  });
}

function validate(file: string, json: boolean): number {
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  const text = readFileSync(path, 'utf8');
  const parsed = basename(file).startsWith('old-portals')
    ? checkOldPortals(text)
    : parseMigrationFile(text, { upstreams: knownUpstreams(path) });
  const errors = parsed.ok ? [] : parsed.errors;
  if (json) console.log(JSON.stringify({ file, valid: parsed.ok, errors }, null, 2));
  else
    console.log(parsed.ok ? `${file} is in order` : errors.map((error) => describeFileError(file, error)).join('\n'));
  return parsed.ok ? 0 : exitCodes.mistakes;
}

function report(error: unknown, json: boolean): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`);
    return exitCodes.usage;
  }
  if (error instanceof RefusedError) {
    if (json) console.log(JSON.stringify(error.problem, null, 2));
    else console.error(`Refused: ${printable(error.message)}`);
    return exitCodes.refused;
  }
  console.error(error instanceof Error ? error.message : String(error));
  return exitCodes.failed;
}
