/** The command line of decisions about a kind of durable command, apart from what is done about it. */
import { command, type Command, Option, wholeNumber } from '@wellspring/command';
import type { Decidable, SeenCommand } from './decidable.ts';
import { subjectOf } from './names.ts';

const exitStatuses = `
Exit statuses
  0 done    1 it failed    3 the service refused    64 called wrongly`;

export type Request =
  | { name: 'list'; query: Record<string, string> }
  | { name: 'show'; id: string }
  | { name: 'audit'; query: Record<string, string> }
  | { name: 'decide'; decision: string; id: string; body: Record<string, string> };

/** How the service is reached and how the answer is shown. */
export interface Connection {
  json?: boolean;
  url?: string;
  token?: string;
  as?: string;
}

export type Perform = (request: Request, connection: Connection) => Promise<void>;

type Given = Connection & Record<string, string | number | boolean | undefined>;

/** @param perform does what was asked for; what it throws becomes the end of the command */
export function decisionsCommand<Seen extends SeenCommand>(kind: Decidable<Seen>, perform: Perform): Command {
  const { script, noun, plural, listedBy, decisions } = kind;
  const program = command(script, kind.summary);
  program.addHelpText('after', `\nDecisions\n${indented(kind.help)}\n${exitStatuses}`);

  const list = asked(kind, program.command('list'), `the ${plural} that need a person, who has waited longest first`)
    .addOption(limit())
    .option('--state <state>', 'those in this state, such as pending');
  for (const [name, summary] of Object.entries(listedBy)) list.option(`--${name} <id>`, summary);
  list.action((given: Given) =>
    perform({ name: 'list', query: textsOf(given, ['state', ...Object.keys(listedBy), 'limit']) }, connectionOf(given)),
  );

  asked(kind, program.command('show'), `one ${noun}: what is known, and what was decided`)
    .argument(`<${noun}>`)
    .action((id: string, given: Given) => perform({ name: 'show', id }, connectionOf(given)));

  for (const [decision, { summary, details }] of Object.entries(decisions)) {
    const deciding = asked(kind, program.command(decision), summary)
      .argument(`<${noun}>`)
      .requiredOption('--reason <why>', 'for the audit');
    for (const [option, detail] of Object.entries(details)) deciding.option(`--${option} <reference>`, detail.summary);
    deciding.action((id: string, given: Given) => {
      const body = textsOf(given, ['reason']);
      for (const [option, { field }] of Object.entries(details)) {
        const text = given[option];
        if (typeof text === 'string') body[field] = text;
      }
      return perform({ name: 'decide', decision, id, body }, connectionOf(given));
    });
  }

  asked(kind, program.command('audit'), 'who decided what, when and why')
    .argument(`[${noun}]`, 'only about this one')
    .addOption(limit())
    .option('--operator <who>', 'only what they decided')
    .action((id: string | undefined, given: Given) => {
      const query = textsOf({ ...given, [subjectOf(kind)]: id }, [subjectOf(kind), 'operator', 'limit']);
      return perform({ name: 'audit', query }, connectionOf(given));
    });
  return program;
}

/** A command that asks the service. */
function asked(
  { script, service, url }: Pick<Decidable<SeenCommand>, 'script' | 'service' | 'url'>,
  asking: Command,
  summary: string,
): Command {
  const prefix = script.toUpperCase();
  return asking
    .description(summary)
    .option('--json', 'for scripts: the answer as it is')
    .option('--url <url>', `management address of ${service} (or ${prefix}_URL; else ${url})`)
    .option('--token <file>', `with an operator's token (or ${prefix}_TOKEN; else that of the local system)`)
    .option('--as <name>', 'who you are, when the token is a shared one (else your user name)');
}

function limit(): Option {
  return new Option('--limit <count>', 'how many at most').argParser(wholeNumber({ min: 1, max: 500 })).default(100);
}

function connectionOf({ json, url, token, as }: Given): Connection {
  return {
    ...(json !== undefined && { json }),
    ...(url !== undefined && { url }),
    ...(token !== undefined && { token }),
    ...(as !== undefined && { as }),
  };
}

/** Those of the options that were given, as they are sent. */
function textsOf(given: Given, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
