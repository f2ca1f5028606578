/** The command line of `npm run migration`, apart from what is done about it. */
import {
  Argument,
  command,
  type Command,
  aNumber,
  InvalidArgumentError,
  Option,
  wholeNumber,
} from '@wellspring/command';
import type { ProbeRequest } from './probe/index.ts';

const help = `
Reasons
  A decision is made by a person and needs a reason, of 3 to 500 characters. It is kept in the audit with who, when, what
  from and what to, where nothing can be changed or removed. The audit is shown newest first, 50 entries at a time (--limit
  up to 500), and narrowed by capability, --actor and --action. What replicas did on their own (a guardrail's rollback, a
  change of the file) is in it too.

Gates
  To move further on (advance, percent, resume), parity and guardrails have to agree. --force goes past them, and the audit
  says so. A rollback asks nobody and is in force within a second.

Exit statuses
  0 done    1 it failed    3 the gateway refused    4 the file has mistakes    64 called wrongly`;

const probeHelp = `
It asks with GET, but for one sign-in, as a browser would: pages of this host alone, one of each kind, slowly, and never
what looks like an act (signing out, paying, ordering, deleting … in en, de, et, ru, lv, lt, fi). It sends no form but the
sign-in. It is asked for by the portal's operator, so it does not look at robots.txt; its User-Agent says what it is.
Sign in as a customer made for tests.

The password is typed without echo, piped in as a line, or in OLD_PORTAL_PASSWORD.`;

export const decisions = ['advance', 'rollback', 'percent', 'pause', 'resume'] as const;
export type DecisionName = (typeof decisions)[number];

export const schemas = ['migration', 'old-portals'] as const;
export type SchemaName = (typeof schemas)[number];

export type Request =
  | { name: 'schema'; of: SchemaName; markdown: boolean }
  | { name: 'validate'; file: string }
  | { name: 'probe'; probe: ProbeRequest }
  | { name: 'status'; capability?: string }
  | { name: 'parity'; capability: string }
  | { name: 'who'; customer: string; query: Record<string, string> }
  | { name: 'audit'; query: Record<string, string> }
  | { name: 'decide'; decision: DecisionName; capability: string; body: Record<string, unknown> };

/** How the gateway is reached and how the answer is shown. */
export interface Connection {
  json?: boolean;
  url?: string;
  token?: string;
  as?: string;
}

export type Perform = (request: Request, connection: Connection) => void | Promise<void>;

interface Decision extends Connection {
  reason: string;
  to?: string;
  percent?: number;
  force?: boolean;
}

/** @param perform does what was asked for; what it throws becomes the end of the command */
export function migrationCommand(perform: Perform): Command {
  const program = command(
    'migration',
    'Moves capabilities between the old portal and the new, and shows where they are.',
  );
  program.addHelpText('after', help);

  asked(program.command('status'), 'where every capability stands, and what speaks against moving it')
    .argument('[capability]', 'only this one, with its gates')
    .action((capability: string | undefined, options: Connection) =>
      perform({ name: 'status', ...given({ capability }) }, options),
    );

  decided(program.command('advance'), 'to the next stage, if parity and guardrails agree')
    .option('--to <stage>', 'to this one')
    .option('--percent <share>', 'of customers, in the stage canary', percent)
    .option('--force', 'whatever parity and guardrails say')
    .action(decide('advance'));
  decided(program.command('rollback'), 'back to the old side, at once')
    .option('--to <stage>', 'to this one, in place of legacy')
    .action(decide('rollback'));
  decided(program.command('percent'), 'another share of customers, in the stage canary')
    .addArgument(new Argument('<share>', 'from 0 to 100').argParser(percent))
    .option('--force', 'whatever parity and guardrails say')
    .action((capability: string, share: number, { reason, force, ...options }: Decision) =>
      perform(
        { name: 'decide', decision: 'percent', capability, body: { reason, ...given({ force }), percent: share } },
        options,
      ),
    );
  decided(program.command('pause'), 'hold it where it is').action(decide('pause'));
  decided(program.command('resume'), 'go by the file again; where it is ahead, if parity and guardrails agree')
    .option('--force', 'whatever parity and guardrails say')
    .action(decide('resume'));

  asked(program.command('audit'), 'who decided what, when and why')
    .argument('[capability]', 'only this one')
    .option('--limit <count>', 'how many entries', wholeNumber({ min: 1, max: 500 }), 50)
    .option('--actor <who>', 'only what they decided')
    .addOption(new Option('--action <what>', 'only this').choices([...decisions, 'file']))
    .action((capability: string | undefined, { limit, actor, action, ...options }: Connection & Audit) =>
      perform(
        { name: 'audit', query: { ...given({ capability }), limit: String(limit), ...given({ actor, action }) } },
        options,
      ),
    );
  asked(program.command('parity'), 'what differed between the sides')
    .argument('<capability>')
    .action((capability: string, options: Connection) => perform({ name: 'parity', capability }, options));
  asked(program.command('who'), 'which side a customer is on, and why, for each capability')
    .argument('<customer>', 'by number, as in C-1001')
    .option('--segment <name>', 'a segment the customer is in')
    .action((customer: string, { segment, ...options }: Connection & { segment?: string }) =>
      perform({ name: 'who', customer, query: given({ segment }) }, options),
    );

  program
    .command('validate')
    .description('check a migration.yaml or an old-portals.yaml, without a gateway')
    .argument('<file>')
    .addOption(json())
    .action((file: string, options: Connection) => perform({ name: 'validate', file }, options));
  program
    .command('probe')
    .description('look at an old portal, and write the first old-portals.yaml and migration.yaml for it')
    .argument('<url>', 'its start page')
    .option('--user <name>', 'sign in with this name; the password is asked for')
    .option('--customer <number>', 'what the portal calls this customer, if it shows that somewhere')
    .option('--look-at <path>', 'also this page, which no other leads to (may be repeated)', collected, [])
    .option('--name <name>', 'what to call the portal in routes', portalName, 'old-portal')
    .option('--out <folder>', 'where the two files are written', 'old-portal')
    .option('--requests <count>', 'make no more than these', wholeNumber({ min: 5, max: 1_000 }), 120)
    .option('--rate <count>', 'requests a second, one at a time', aNumber({ min: 0.1, max: 1_000 }), 4)
    .option('--seconds <count>', 'take no longer than this', wholeNumber({ min: 5, max: 3_600 }), 180)
    .option('--ca <file>', 'certificate authorities (PEM) to trust instead of the well-known ones')
    .addHelpText('after', probeHelp)
    .action((url: string, options: Omit<ProbeRequest, 'url'>) =>
      perform({ name: 'probe', probe: { url, ...options } }, {}),
    );
  program
    .command('schema')
    .description('the JSON Schema of migration files, or of files of old portals')
    .addArgument(new Argument('[of]').choices(schemas).default('migration'))
    .option('--markdown', 'as a table for people; of files of old portals alone', false)
    .action((of: SchemaName, { markdown }: { markdown: boolean }) => perform({ name: 'schema', of, markdown }, {}));
  return program;

  function decide(decision: DecisionName) {
    return (capability: string, { reason, to, percent: share, force, ...options }: Decision) =>
      perform(
        { name: 'decide', decision, capability, body: { reason, ...given({ force, to, percent: share }) } },
        options,
      );
  }
}

interface Audit {
  limit: number;
  actor?: string;
  action?: string;
}

/** A command that asks a gateway. */
function asked(command: Command, summary: string): Command {
  return command
    .description(summary)
    .addOption(json())
    .option('--url <url>', 'management address of a gateway (or MIGRATION_URL; else http://localhost:8081)')
    .option('--token <file>', "with an operator's token (or MIGRATION_TOKEN; else that of the local stack)")
    .option('--as <name>', 'who you are, when the token is a shared one (else your user name)');
}

/** A command that decides something. */
function decided(command: Command, summary: string): Command {
  return asked(command, summary).argument('<capability>').requiredOption('--reason <why>', 'for the audit');
}

function json(): Option {
  return new Option('--json', 'for scripts: the answer as it is');
}

function collected(path: string, before: string[]): string[] {
  if (!path.startsWith('/')) throw new InvalidArgumentError('It has to be a path, such as /whoami.');
  return [...before, path];
}

function portalName(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(text) || text === 'gateway')
    throw new InvalidArgumentError('It has to be lower-case letters, digits and dashes.');
  return text;
}

function percent(text: string): number {
  return aNumber({ min: 0, max: 100 })(text.replace(/%$/, ''));
}

/** Without those that were not given. */
function given<T>(values: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
