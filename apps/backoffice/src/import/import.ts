import { basename } from 'node:path';
import type { Pool } from 'pg';
import type { Log } from '../log.ts';
import { formatAmount } from '../money.ts';
import { monthOf } from '../months.ts';
import { type CustomerRecord, store } from '../seed/store.ts';
import { type Problem, readTelcoCsv, type TelcoFormat } from './telco-csv.ts';
import { makeTelcoCustomer } from './telco-customer.ts';

export { ImportError } from './import-error.ts';

export interface ImportSummary {
  rows: number;
  imported: number;
  /** Customers that were there before; left as they are. */
  alreadyThere: number;
  rejected: number;
  bills: number;
  billed: string;
}

const batchSize = 200;

/** Imports an operator's customers. Bad rows are logged one by one and left out; running it again adds nothing. */
export async function importCustomers(
  pool: Pool,
  { file, referenceDate, ...format }: TelcoFormat & { file: string; referenceDate: string },
  log: Log,
): Promise<ImportSummary> {
  const { unusual, entries } = await readTelcoCsv(file, format);
  if (unusual !== undefined) log('info', `${basename(file)}: ${unusual}`, { file });
  const known = await customersThere(pool);
  const latest = monthOf(referenceDate);
  const counts = { rows: 0, imported: 0, alreadyThere: 0, rejected: 0, bills: 0, billedMinor: 0 };
  let batch: CustomerRecord[] = [];
  const flush = async (): Promise<void> => {
    await store(pool, batch);
    counts.imported += batch.length;
    const bills = batch.flatMap((record) => record.invoices);
    counts.bills += bills.length;
    counts.billedMinor += bills.reduce((sum, bill) => sum + bill.totalMinor, 0);
    batch = [];
  };

  for (const entry of entries) {
    counts.rows += 1;
    if (entry.kind === 'bad') {
      counts.rejected += 1;
      for (const problem of entry.problems) log('warn', describe(file, problem), { file, ...problem });
    } else if (known.has(entry.row.customerID)) {
      counts.alreadyThere += 1;
    } else if (batch.push(makeTelcoCustomer(entry.row, latest)) === batchSize) {
      await flush();
    }
  }
  if (batch.length > 0) await flush();

  const { billedMinor, ...rest } = counts;
  const summary = { ...rest, billed: formatAmount(billedMinor) };
  log(
    'info',
    `${basename(file)}: ${summary.rows} rows read: ${summary.imported} imported, ${summary.alreadyThere} already there, ` +
      `${summary.rejected} rejected; ${summary.bills} bills over ${summary.billed} EUR`,
    { file, ...summary },
  );
  return summary;
}

/** A problem as a person looks for it. */
export function describe(file: string, { line, column, columnName, reason }: Problem): string {
  const where = column === undefined ? '' : `, column ${column}${columnName === undefined ? '' : ` (${columnName})`}`;
  return `${basename(file)}: line ${line}${where}: ${reason}`;
}

async function customersThere(pool: Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ customer_no: string }>('SELECT customer_no FROM customer');
  return new Set(rows.map((row) => row.customer_no));
}
