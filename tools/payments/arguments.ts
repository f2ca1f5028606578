/** The command line of `npm run payments`, apart from what is done about it. */
import { command, type Command, Option, wholeNumber } from '@wellspring/command';

const help = `
Decisions
  A payment needs a person when the service cannot tell whether it was charged, or is not able to settle it. Until somebody
  decides, its bill cannot be paid. What to decide when: docs/runbooks/payment-needs-attention.md. Each decision is kept with
  who, when and why, where nobody can change it; deciding the same again is no error and leaves no second entry.

Exit statuses
  0 done    1 it failed    3 the service refused    64 called wrongly`;

export type DecisionName = 'retry' | 'mark-paid' | 'give-back';

export type Request =
  | { name: 'list'; query: Record<string, string> }
  | { name: 'show'; payment: string }
  | { name: 'audit'; query: Record<string, string> }
  | { name: 'decide'; decision: DecisionName; payment: string; body: Record<string, string> };

/** How the service is reached and how the answer is shown. */
export interface Connection {
  json?: boolean;
  url?: string;
  token?: string;
  as?: string;
}

export type Perform = (request: Request, connection: Connection) => Promise<void>;

interface Selection extends Connection {
  state?: string;
  bill?: string;
  customer?: string;
  operator?: string;
  limit: number;
}

interface Decision extends Connection {
  reason: string;
  charge?: string;
  settlement?: string;
  refund?: string;
}

/** @param perform does what was asked for; what it throws becomes the end of the command */
export function paymentsCommand(perform: Perform): Command {
  const program = command(
    'payments',
    'Shows the payments that need a person, and carries out what is decided about them.',
  );
  program.addHelpText('after', help);

  asked(program.command('list'), 'the payments that need a person, who has waited longest first')
    .addOption(limit())
    .option('--state <state>', 'those in this state, such as pending')
    .option('--bill <id>', 'all of this bill')
    .option('--customer <id>', 'all of this customer')
    .action(({ state, bill, customer, limit: most, ...options }: Selection) =>
      perform({ name: 'list', query: { ...given({ state, bill, customer }), limit: String(most) } }, options),
    );
  asked(program.command('show'), 'one payment: what is known, and what was decided')
    .argument('<payment>')
    .action((payment: string, options: Connection) => perform({ name: 'show', payment }, options));

  decided(program.command('retry'), 'carry it on from where it is').action(
    (payment: string, { reason, ...options }: Decision) =>
      perform({ name: 'decide', decision: 'retry', payment, body: { reason } }, options),
  );
  decided(program.command('mark-paid'), 'the provider has the money')
    .option('--charge <reference>', "the provider's reference; needed when the service knows of none")
    .option(
      '--settlement <reference>',
      "the engine's, when it was booked there by hand; else the service has it booked",
    )
    .action((payment: string, { reason, charge, settlement, ...options }: Decision) => {
      const body = { reason, ...given({ chargeReference: charge, settlementReference: settlement }) };
      return perform({ name: 'decide', decision: 'mark-paid', payment, body }, options);
    });
  decided(program.command('give-back'), 'the customer has the money, and the bill is free to be paid')
    .option('--refund <reference>', "the provider's reference; needed unless nothing was charged")
    .action((payment: string, { reason, refund, ...options }: Decision) => {
      const body = { reason, ...given({ refundReference: refund }) };
      return perform({ name: 'decide', decision: 'give-back', payment, body }, options);
    });

  asked(program.command('audit'), 'who decided what, when and why')
    .argument('[payment]', 'only about this one')
    .addOption(limit())
    .option('--operator <who>', 'only what they decided')
    .action((payment: string | undefined, { operator, limit: most, ...options }: Selection) =>
      perform({ name: 'audit', query: { ...given({ payment, operator }), limit: String(most) } }, options),
    );
  return program;
}

/** A command that asks the service. */
function asked(asking: Command, summary: string): Command {
  return asking
    .description(summary)
    .option('--json', 'for scripts: the answer as it is')
    .option('--url <url>', 'management address of billing (or PAYMENTS_URL; else http://localhost:3031)')
    .option('--token <file>', "with an operator's token (or PAYMENTS_TOKEN; else that of the local system)")
    .option('--as <name>', 'who you are, when the token is a shared one (else your user name)');
}

/** A command that decides something. */
function decided(deciding: Command, summary: string): Command {
  return asked(deciding, summary).argument('<payment>').requiredOption('--reason <why>', 'for the audit');
}

function limit(): Option {
  return new Option('--limit <count>', 'how many at most').argParser(wholeNumber({ min: 1, max: 500 })).default(100);
}

/** Without those that were not given. */
function given(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
