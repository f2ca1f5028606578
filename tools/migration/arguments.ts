import { parseArgs } from 'node:util';

export const usage = `npm run migration -- <command> [options]

  status [<capability>]                 where every capability stands, and what speaks against moving it
  advance <capability> --reason <why>   to the next stage, if parity and guardrails agree
      [--to <stage>] [--percent <n>] [--force]
  rollback <capability> --reason <why>  back to the old side, at once
      [--to <stage>]
  percent <capability> <n> --reason <why> [--force]
  pause <capability> --reason <why>     hold it where it is
  resume <capability> --reason <why>    go by the file again; where it is ahead, if parity and guardrails agree
      [--force]
  audit [<capability>]                  who decided what, when and why
      [--limit <n>] [--actor <who>] [--action <what>]
  parity <capability>                   what differed between the sides
  who <customer>                        which side a customer is on, and why, for each capability
      [--segment <name>]
  validate <file>                       check a migration.yaml or an old-portals.yaml, without a gateway
  schema [old-portals]                  the JSON Schema of migration files, or of files of old portals

  --json          for scripts: what the gateway answered, as it is
  --url <url>     management address of a gateway (or MIGRATION_URL; else http://localhost:8081)
  --token <file>  file with an operator's token (or MIGRATION_TOKEN; else that of the local stack)
  --as <name>     who you are, when the token is a shared one (else your user name)

Exits with 0 when done, 1 when something went wrong, 2 when called wrongly, 3 when the gateway refused,
4 when a file has mistakes.`;

/** Wrong use of the command line. */
export class UsageError extends Error {}

export const decisions = ['advance', 'rollback', 'percent', 'pause', 'resume'] as const;
export type DecisionName = (typeof decisions)[number];

export type Command =
  | { name: 'help' }
  | { name: 'schema'; of: 'migration' | 'old-portals' }
  | { name: 'validate'; file: string }
  | { name: 'status'; capability?: string }
  | { name: 'parity'; capability: string }
  | { name: 'who'; customer: string; query: Record<string, string> }
  | { name: 'audit'; query: Record<string, string> }
  | { name: 'decide'; decision: DecisionName; capability: string; body: Record<string, unknown> };

export interface Invocation {
  command: Command;
  json: boolean;
  url: string | undefined;
  tokenFile: string | undefined;
  as: string | undefined;
}

/** @throws UsageError */
export function readArguments(args: string[]): Invocation {
  const { values, positionals } = parse(args);
  const { json = false, url, token: tokenFile, as } = values;
  const invocation = { json, url, tokenFile, as };
  if (values.help === true || positionals.length === 0) return { ...invocation, command: { name: 'help' } };
  return { ...invocation, command: commandOf(positionals, values) };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        force: { type: 'boolean' },
        reason: { type: 'string' },
        to: { type: 'string' },
        percent: { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
        as: { type: 'string' },
        limit: { type: 'string' },
        actor: { type: 'string' },
        action: { type: 'string' },
        segment: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function commandOf([name = '', first, second]: string[], values: Values): Command {
  switch (name) {
    case 'status':
      return first === undefined ? { name } : { name, capability: first };
    case 'parity':
      return { name, capability: required(first, 'a capability') };
    case 'who':
      return { name, customer: required(first, 'a customer'), query: given({ segment: values.segment }) };
    case 'validate':
      return { name, file: required(first, 'a file') };
    case 'help':
      return { name };
    case 'schema':
      return { name, of: schemaNamed(first) };
    case 'audit':
      return {
        name,
        query: given({ capability: first, limit: values.limit, actor: values.actor, action: values.action }),
      };
    case 'advance':
    case 'rollback':
    case 'percent':
    case 'pause':
    case 'resume': {
      const capability = required(first, 'a capability');
      return { name: 'decide', decision: name, capability, body: bodyOf(name, second, values) };
    }
    default:
      throw new UsageError(`there is no command "${name}"`);
  }
}

function schemaNamed(name = 'migration'): 'migration' | 'old-portals' {
  if (name === 'migration' || name === 'old-portals') return name;
  throw new UsageError(`there is no schema "${name}"`);
}

/** The gateway checks what is in it; here only what cannot be said at all is refused. */
function bodyOf(decision: DecisionName, argument: string | undefined, values: Values): Record<string, unknown> {
  const reason = required(values.reason, 'a reason: --reason "…"');
  const force = values.force === true ? { force: true } : {};
  switch (decision) {
    case 'advance':
      return { reason, ...force, ...given({ to: values.to }), ...percentOf(values.percent) };
    case 'rollback':
      return { reason, ...given({ to: values.to }) };
    case 'percent':
      return { reason, ...force, ...percentOf(required(argument ?? values.percent, 'a percentage')) };
    case 'resume':
      return { reason, ...force };
    case 'pause':
      return { reason };
    default:
      return decision satisfies never;
  }
}

function percentOf(text: string | undefined): { percent?: number } {
  if (text === undefined) return {};
  const percent = Number(text.replace(/%$/, ''));
  if (text.trim() === '' || Number.isNaN(percent)) throw new UsageError(`"${text}" is not a percentage`);
  return { percent };
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`needs ${what}`);
  return value;
}

function given(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
