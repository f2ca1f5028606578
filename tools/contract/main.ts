/** `npm run contract -- <system> --url=…`; see docs/bring-your-own-background-system.md. */
import { Argument, command, CommandFailure, Misuse, runCommand, wholeNumber } from '@wellspring/command';
import { compileDecorators } from '../build/compile-decorators.ts';
import { contractFiles, loadContract } from './contracts.ts';

interface Options {
  url: string;
  header: Record<string, string>;
  records: number;
  timeoutMs: number;
  customer?: string;
  login?: string;
  show?: string;
  json: boolean;
}

const help = `
Nothing is changed on the other side. What a record holds is shown by its shape alone (9 for a digit, a for a letter),
except for the one that --show names. A password for --login is read from CONTRACT_PASSWORD.

Exit statuses
  0 everything was understood    1 something was not    64 called wrongly`;

const files = contractFiles();
const program = command(
  'contract',
  'Asks a real background system what our adapter to it asks, and says what it could not read: which record, which field.',
)
  .addArgument(new Argument('<system>', 'which adapter asks').choices([...files.keys()]))
  .requiredOption('--url <url>', 'where the system is, as in the setting of the service')
  .option('--header <name: value>', 'sent with every request, as for an API key; may be repeated', header, {})
  .option('--records <count>', 'of a feed, at most', wholeNumber({ min: 1 }), 10_000)
  .option('--timeout-ms <ms>', 'of one call', wholeNumber({ min: 1 }), 10_000)
  .option('--customer <no>', 'a customer the system has, for what can only be asked about one')
  .option('--login <login>', 'somebody who can sign in')
  .option('--show <id>', 'give this record as it is understood, to be compared with what the system shows')
  .option('--json', 'the report as JSON', false)
  .addHelpText('after', help)
  .action(ask);

await runCommand(program);

async function ask(system: string, options: Options): Promise<void> {
  const { url, header: headers, records: mostRecords, timeoutMs, customer, login, show, json } = options;
  if (!URL.canParse(url)) throw new Misuse(`--url ${url} is no address`);
  compileDecorators();
  const { interview } = await import('./interview.ts');
  const { readable } = await import('./readable.ts');
  const contract = await loadContract(system, files.get(system) ?? '');
  const given = { customer, login, password: process.env['CONTRACT_PASSWORD'] };
  const report = await interview(contract, { url, headers, mostRecords, timeoutMs, given, show });
  console.log(json ? JSON.stringify(report, null, 2) : readable(report));
  if (report.findings.length > 0) throw new CommandFailure('Not everything was understood.');
}

function header(text: string, headers: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([\w-]+):\s*(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Misuse(`--header ${text} is not "name: value"`);
  return { ...headers, [name]: value };
}
