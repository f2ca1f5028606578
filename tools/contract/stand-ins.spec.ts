import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contractFiles } from './contracts.ts';
import { readable } from './readable.ts';
import { asked } from './testing/asked.ts';
import { password, startBackoffice } from './testing/stand-ins.ts';

const startTimeoutMs = 60_000;

let backoffice: Awaited<ReturnType<typeof startBackoffice>>;

beforeAll(async () => {
  backoffice = await startBackoffice();
}, startTimeoutMs);
afterAll(async () => {
  await backoffice.stop();
});

describe('the stand-ins for background systems', () => {
  it('are the billing engine that the adapter expects, to the last record', async () => {
    const report = await asked('billing-engine', `${backoffice.url}/billing-engine`);
    expect(report.findings).toEqual([]);
    expect(report.records.came).toBeGreaterThan(100);
    expect(report.records.understood).toBe(report.records.came);
    expect(report.skipped).toEqual([{ what: 'settle', why: 'it books a payment' }]);
  });

  it.each(['provisioning', 'rating'])('are %s, to the last record', async (system) => {
    const report = await asked(system, `${backoffice.url}/${system}`);
    expect(report.findings).toEqual([]);
    expect(report.records.understood).toBe(report.records.came);
    expect(report.records.came).toBeGreaterThan(20);
  });

  it('are the payment provider', async () => {
    const given = { customer: 'C-1001', login: undefined, password: undefined };
    const report = await asked('payment-provider', `${backoffice.url}/payment-provider`, { given });
    expect(report.findings).toEqual([]);
    expect(report.answers).toEqual({ 'list-instruments': 1 });
  });

  it('are the CRM, whose customers can sign in', async () => {
    const given = { customer: undefined, login: 'c-1001@example.com', password };
    const report = await asked('crm', `${backoffice.url}/crm`, { given });
    expect(report.findings).toEqual([]);
    expect(report.holds).toContain('the right password is confirmed, with who it is');
  });

  it('have a contract each, and are asked through its adapter', () => {
    expect([...contractFiles().keys()]).toEqual(expect.arrayContaining(['billing-engine', 'crm', 'payment-provider']));
  });

  it('show a record as it is understood to whoever asks for one', async () => {
    const { items } = (await backoffice.get('/billing-engine/invoices?limit=1')).body as {
      items: { invoiceNo: string; total: string }[];
    };
    const [one] = items;
    const report = await asked('billing-engine', `${backoffice.url}/billing-engine`, { show: one?.invoiceNo });
    expect(report.shown).toMatchObject({ totalMinor: Math.round(Number(one?.total) * 100) });
    expect(readable(report)).toContain('As it is understood:');
  });
});
