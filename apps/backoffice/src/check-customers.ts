/**
 * `node src/check-customers.ts <file> [separator] [encoding]`: whether the file can be imported, without a database. Whoever
 * begins anew with it wants to know before what was there is gone. Ends with 65 when nothing of it can be imported.
 */
import { describe, ImportError } from './import/import.ts';
import { type Problem, readTelcoCsv } from './import/telco-csv.ts';

const problemsShown = 5;

const [file = '', separator, encoding] = process.argv.slice(2).map((text) => (text === '' ? undefined : text));

try {
  const { entries } = await readTelcoCsv(file, { separator, encoding });
  const all = [...entries];
  if (!all.some(({ kind }) => kind === 'row')) {
    const problems = all.flatMap((entry): Problem[] => (entry.kind === 'bad' ? entry.problems : []));
    const shown = problems.slice(0, problemsShown).map((problem) => describe(file, problem));
    throw new ImportError([`${file}: no row of it can be imported`, ...shown].join('\n  '));
  }
} catch (error) {
  if (!(error instanceof ImportError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 65;
}
