import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Backoffice, password, startBackoffice } from './backoffice.ts';

const header =
  'customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,' +
  'OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,PaperlessBilling,' +
  'PaymentMethod,MonthlyCharges,TotalCharges,Churn';

const row = (
  id: string,
  change: { tenure?: string; monthly?: string; total?: string; internet?: string } = {},
): string => {
  const { tenure = '2', monthly = '53.85', total = '108.15', internet = 'DSL' } = change;
  return `${id},Male,0,No,No,${tenure},Yes,No,${internet},Yes,Yes,No,No,No,No,Month-to-month,Yes,Mailed check,${monthly},${total},No`;
};

describe('importing a file of customers', () => {
  let backoffice: Backoffice;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'customers-'));
    backoffice = await startBackoffice({ CUSTOMERS: '0' });
  });
  afterAll(async () => {
    await backoffice.stop();
    await rm(folder, { recursive: true });
  });

  function importFile(name: string, ...lines: string[]): Promise<string[]> {
    return importBytes(name, Buffer.from(lines.join('\n')));
  }

  async function importBytes(name: string, content: Buffer, settings: Record<string, string> = {}): Promise<string[]> {
    const file = join(folder, name);
    await writeFile(file, content);
    backoffice.logs.length = 0;
    await backoffice.prepare({ CUSTOMERS_CSV: file, ...settings });
    return backoffice.logs.map((line) => line.message);
  }

  it('makes customers who can sign in and whose bills add up to what they were charged', async () => {
    const messages = await importFile(
      'good.csv',
      header,
      row('1111-AAAAA'),
      row('2222-BBBBB', { tenure: '0', total: ' ' }),
      '',
    );
    expect(messages[0]).toBe('good.csv: 2 rows read: 2 imported, 0 already there, 0 rejected; 2 bills over 108.15 EUR');
    expect((await backoffice.get('/billing-engine/customers/1111-AAAAA/invoices')).body).toMatchObject({
      items: [
        { invoiceNo: 'INV-202611-1111-AAAAA', total: '53.85', status: 'OPEN' },
        { invoiceNo: 'INV-202610-1111-AAAAA', total: '54.30', status: 'PAID' },
      ],
    });
    expect((await backoffice.get('/billing-engine/customers/2222-BBBBB/invoices')).body).toEqual({ items: [] });
    const credentials = { login: '1111-aaaaa@example.com', password };
    expect(await backoffice.send('POST', '/crm/credentials/verify', credentials)).toMatchObject({
      status: 200,
      body: { customerNo: '1111-AAAAA' },
    });
  });

  it('adds nothing the second time, and keeps what was paid', async () => {
    const settlement = { externalRef: 'first', amount: '53.85', currency: 'EUR', method: 'card' };
    await backoffice.send('POST', '/billing-engine/invoices/INV-202611-1111-AAAAA/settlements', settlement);
    const messages = await importFile('good.csv', header, row('1111-AAAAA'), row('4444-DDDDD'));
    expect(messages[0]).toContain('2 rows read: 1 imported, 1 already there, 0 rejected');
    expect((await backoffice.get('/billing-engine/invoices/INV-202611-1111-AAAAA')).body).toMatchObject({
      status: 'PAID',
    });
  });

  it('reports bad rows with line and column, and keeps the rest', async () => {
    const messages = await importFile(
      'mixed.csv',
      header,
      row('5555-AAAAA'),
      row('5555-BBBBB', { monthly: 'abc' }),
      row('5555-CCCCC', { tenure: '-1', total: '1.234' }),
      'too,short',
      '',
      row('5555-DDDDD', { total: ' ' }),
      row('5555-EEEEE', { internet: 'Dial-up' }),
      row('5555-AAAAA'),
      row('5555-FFFFF', { total: '10' }),
      row('5555-G"GGG'),
      row('5555-HHHHH'),
    );
    expect(messages).toEqual([
      'mixed.csv: line 3, column 19 (MonthlyCharges): must be an amount above zero such as 29.85, found "abc"',
      'mixed.csv: line 4, column 6 (tenure): must be a whole number of months, found "-1"',
      'mixed.csv: line 4, column 20 (TotalCharges): must be an amount above zero such as 29.85, found "1.234"',
      'mixed.csv: line 5: expected 21 columns, found 2',
      'mixed.csv: line 7, column 20 (TotalCharges): must be above zero after the first month, found ""',
      'mixed.csv: line 8, column 9 (InternetService): must be DSL, Fiber optic or No, found "Dial-up"',
      'mixed.csv: line 9, column 1 (customerID): "5555-AAAAA" is already on line 2',
      'mixed.csv: line 10, column 20 (TotalCharges): must not be less than MonthlyCharges, found "10"',
      'mixed.csv: line 11, column 1: a quote where none belongs, or one that is not closed',
      'mixed.csv: 10 rows read: 2 imported, 0 already there, 8 rejected; 4 bills over 216.30 EUR',
      expect.stringMatching(/^\d+ services and \d+ usage records added$/),
      expect.stringContaining('customers in all'),
    ]);
    expect(backoffice.logs[0]).toMatchObject({ level: 'warn', line: 3, column: 19, columnName: 'MonthlyCharges' });
    expect(await backoffice.get('/crm/customers/5555-HHHHH')).toMatchObject({ status: 200 });
    expect(await backoffice.get('/crm/customers/5555-BBBBB')).toMatchObject({ status: 404 });
  });

  it('loses no more than its own row to a quote that is never closed', async () => {
    const messages = await importFile('quote.csv', header, `"${row('6666-AAAAA')}`, row('6666-BBBBB'));
    expect(messages[0]).toBe('quote.csv: line 2, column 1: a quote where none belongs, or one that is not closed');
    expect(messages[1]).toContain('2 rows read: 1 imported, 0 already there, 1 rejected');
  });

  it('takes quoted fields', async () => {
    const quoted = row('6666-CCCCC').replace('Mailed check', '"Check, ""mailed"""');
    expect((await importFile('quoted.csv', header, quoted))[0]).toContain('1 imported');
    expect((await backoffice.get('/crm/customers/6666-CCCCC')).body).toMatchObject({
      subscriptions: expect.arrayContaining([expect.objectContaining({ paymentMethod: 'Check, "mailed"' })]),
    });
  });

  it('takes a file as a spreadsheet saves it: byte order mark and CRLF', async () => {
    const messages = await importFile('windows.csv', `\ufeff${header}\r\n${row('7777-AAAAA')}\r\n`);
    expect(messages[0]).toContain('1 rows read: 1 imported');
  });

  it('takes a zero for a blank total of a customer in the first month', async () => {
    const zero = row('7777-BBBBB', { tenure: '0', total: '0' });
    const zeros = row('7777-CCCCC', { tenure: '0', total: '0.00' });
    expect((await importFile('zero.csv', header, zero, zeros))[0]).toContain('2 rows read: 2 imported');
  });

  it.each([
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('recognises a %s between the columns, and a comma in the amounts, and says so', async (name, separator) => {
    const id = `7777-${name.toUpperCase()}`;
    const lines = [header, row(id, { total: '108.15' })].map((text) => text.replaceAll(',', separator));
    const [read, summary] = await importFile(`${name}.csv`, ...lines.map((text) => text.replace('53.85', '53,85')));
    expect(read).toBe(`${name}.csv: read as UTF-8, a ${name} between the columns`);
    expect(summary).toContain('1 rows read: 1 imported, 0 already there, 0 rejected; 2 bills over 108.15 EUR');
  });

  it.each([
    ['UTF-16LE', Buffer.from(`\ufeff${header}\n${row('7777-UTF16')}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`${header}\n${row('7777-BIGENDIAN')}`, 'utf16le').swap16()],
  ])('recognises %s and says so', async (encoding, content) => {
    const [read, summary] = await importBytes('wide.csv', content);
    expect(read).toBe(`wide.csv: read as ${encoding}, a comma between the columns`);
    expect(summary).toContain('1 rows read: 1 imported');
  });

  it('wants an old code page named, and reads it then', async () => {
    const content = Buffer.from(`${header}\n${row('7777-LATIN').replace('Mailed check', 'Überweisung')}`, 'latin1');
    await expect(importBytes('old.csv', content)).rejects.toThrow(
      'is not UTF-8; name its encoding, as in windows-1252 or windows-1257',
    );
    const messages = await importBytes('old.csv', content, { CUSTOMERS_CSV_ENCODING: 'windows-1252' });
    expect(messages[0]).toBe('old.csv: read as windows-1252, a comma between the columns');
    expect((await backoffice.get('/crm/customers/7777-LATIN')).body).toMatchObject({
      subscriptions: expect.arrayContaining([expect.objectContaining({ paymentMethod: 'Überweisung' })]),
    });
  });

  it('takes a separator by name in place of the one it would find', async () => {
    const content = Buffer.from(`${header}\n${row('7777-NAMED')}`);
    await expect(importBytes('named.csv', content, { CUSTOMERS_CSV_SEPARATOR: 'tab' })).rejects.toThrow(
      'the header (line 1, a tab between the columns) has no column customerID, tenure',
    );
  });

  it.each([
    ['twice.csv', `${header},Churn\n${row('7777-TWICE')},No\n`, 'has more than one column Churn'],
    ['no-such.csv', undefined, 'there is no such file'],
    ['empty.csv', '', 'the file is empty'],
    [
      'other.csv',
      'id,name\n1,x\n',
      'the header (line 1, a comma between the columns) has no column customerID, tenure',
    ],
  ])('refuses %s as a whole', async (name, content, reason) => {
    const file = join(folder, name);
    if (content !== undefined) await writeFile(file, content);
    await expect(backoffice.prepare({ CUSTOMERS_CSV: file })).rejects.toThrow(reason);
  });
});
