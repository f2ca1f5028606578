/** `npm run migration`: moves capabilities between the old portal and the new, from a terminal or a script. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import { CommandFailure, Misuse, runCommand } from '@wellspring/command';
// A file is checked by the gateway's own code: a copy of it here could disagree.
/* eslint-disable @nx/enforce-module-boundaries */
import { migrationJsonSchema } from '../../apps/gateway/src/migration/file/json-schema.ts';
import { oldPortalsJsonSchema } from '../../apps/gateway/src/old-portal/profile/json-schema.ts';
import { printable } from '../../apps/gateway/src/yaml-file/printable.ts';
/* eslint-enable @nx/enforce-module-boundaries */
import { type Connection, migrationCommand, type Request, type SchemaName } from './arguments.ts';
import { checkOldPortals, describeFileError, parseMigrationFile } from './check-file.ts';
import { findToken } from '../operations/credentials.ts';
import { OperationsClient, RefusedError } from '../operations/operations-client.ts';
import { profileReference } from './profile-reference.ts';
import { runProbe } from './probe/index.ts';
import { readableAudit, readableCapability, readableCustomer, readableParity, readableStatus } from './readable.ts';
import { knownUpstreams } from './upstreams.ts';

/** Beside those of every command; scripts rely on them, and the help names them. */
const status = { refused: 3, mistakes: 4 } as const;

await runCommand(migrationCommand(perform));

async function perform(request: Request, connection: Connection): Promise<void> {
  const { json = false } = connection;
  switch (request.name) {
    case 'schema':
      if (request.markdown) await printReference(request.of);
      else
        console.log(
          JSON.stringify(request.of === 'migration' ? migrationJsonSchema() : oldPortalsJsonSchema(), null, 2),
        );
      return;
    case 'validate':
      validate(request.file, json);
      return;
    case 'probe':
      await runProbe(request.probe);
      return;
    case 'status':
    case 'audit':
    case 'parity':
    case 'who':
    case 'decide': {
      const { answer, readable } = await ask(request, clientFor(connection)).catch((error: unknown) => {
        throw refusal(error, json);
      });
      console.log(json ? JSON.stringify(answer, null, 2) : readable(answer));
      return;
    }
    default:
      return request satisfies never;
  }
}

type Remote = Exclude<Request, { name: 'schema' | 'validate' | 'probe' }>;

async function ask(
  request: Remote,
  client: OperationsClient,
): Promise<{ answer: unknown; readable: (answer: unknown) => string }> {
  switch (request.name) {
    case 'status':
      return request.capability === undefined
        ? { answer: await client.get('/capabilities'), readable: readableStatus }
        : {
            answer: await client.get(`/capabilities/${encodeURIComponent(request.capability)}`),
            readable: readableCapability,
          };
    case 'audit':
      return { answer: await client.get('/audit', request.query), readable: readableAudit };
    case 'parity':
      return {
        answer: await client.get(`/parity/${encodeURIComponent(request.capability)}`),
        readable: readableParity,
      };
    case 'who': {
      const path = `/customers/${encodeURIComponent(request.customer)}`;
      return { answer: await client.get(path, request.query), readable: readableCustomer };
    }
    case 'decide': {
      const path = `/capabilities/${encodeURIComponent(request.capability)}/${request.decision}`;
      return { answer: await client.post(path, request.body), readable: readableCapability };
    }
    default:
      return request satisfies never;
  }
}

function clientFor({ url, token, as }: Connection): OperationsClient {
  const { env } = process;
  return new OperationsClient({
    service: 'gateway',
    url: url ?? env['MIGRATION_URL'] ?? 'http://localhost:8081',
    token: findToken(token, 'MIGRATION_TOKEN', env),
    as: as ?? userInfo().username,
  });
}

async function printReference(of: SchemaName): Promise<void> {
  if (of !== 'old-portals') throw new Misuse('Only files of old portals are there as a table');
  process.stdout.write(await profileReference());
}

function validate(file: string, json: boolean): void {
  const path = resolve(process.env['INIT_CWD'] ?? '.', file);
  const text = readFileSync(path, 'utf8');
  const parsed = basename(file).startsWith('old-portals')
    ? checkOldPortals(text)
    : parseMigrationFile(text, { upstreams: knownUpstreams(path) });
  const errors = parsed.ok ? [] : parsed.errors;
  if (json) console.log(JSON.stringify({ file, valid: parsed.ok, errors }, null, 2));
  else
    console.log(parsed.ok ? `${file} is in order` : errors.map((error) => describeFileError(file, error)).join('\n'));
  if (!parsed.ok) process.exitCode = status.mistakes;
}

function refusal(error: unknown, json: boolean): unknown {
  if (!(error instanceof RefusedError)) return error;
  if (json) console.log(JSON.stringify(error.problem, null, 2));
  return new CommandFailure(`Refused: ${printable(error.message)}`, status.refused);
}
