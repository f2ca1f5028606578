import { describe, expect, it } from '@jest/globals';
import type { Stage } from '@wellspring/contract-gateway';
import type { MigrationFile } from '../file/migration-file.schema.ts';
import { parseMigrationFile } from '../file/parse.ts';
import type { RoutedRequest } from '../routed-request.ts';
import type { Override } from './override.ts';
import { loosest } from '../routing/path-reading.ts';
import { CompiledTable } from './table.ts';

function asked(method: string, path: string): RoutedRequest {
  const nothing = (): undefined => undefined;
  return { method, path, query: '', header: nothing, cookie: nothing };
}

function fileAt(stage: Stage): MigrationFile {
  const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: ${stage}
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
      - { path: "/invoices/:no/pay", methods: [POST], legacy: legacy-portal }
      - { path: /tmf-api/customerBillManagement/v4, new: billing }
    canary: { percent: 50, include: [segment:employees], exclude: [customer:C-1013] }
fixed:
  - { path: /, upstream: legacy-portal }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.file;
}

function tableAt(stage: Stage, override?: Partial<Override>): CompiledTable {
  const full: Override = {
    capability: 'invoices',
    version: 3,
    paused: false,
    cause: 'operator',
    reason: 'errors',
    actor: 'operator:jane',
    at: new Date(0),
    ...override,
  };
  return new CompiledTable(fileAt(stage), new Map(override && [['invoices', full]]));
}

const employee = { customerId: 'C-1', segment: 'employees' };

describe('CompiledTable', () => {
  it('finds the capability of a path, and the fixed upstream of every other', () => {
    const table = tableAt('canary');
    expect(table.match(asked('GET', '/invoices/INV-1'))).toEqual({
      kind: 'capability',
      capability: 'invoices',
      route: '/invoices',
      legacy: 'legacy-portal',
      new: 'portal',
    });
    expect(table.match(asked('GET', '/usage'))).toEqual({ kind: 'fixed', route: '/', upstream: 'legacy-portal' });
    expect(table.capabilities).toEqual(['invoices']);
  });

  it('names no side that does not know the path', () => {
    const table = tableAt('canary');
    expect(table.match(asked('POST', '/invoices/INV-1/pay'))).not.toHaveProperty('new');
    expect(table.match(asked('GET', '/tmf-api/customerBillManagement/v4/customerBill'))).not.toHaveProperty('legacy');
  });

  it.each<[Stage, ReturnType<CompiledTable['decide']>]>([
    ['legacy', { side: 'legacy', stage: 'legacy', reason: 'stage', shadow: false, fallback: false }],
    ['shadow', { side: 'legacy', stage: 'shadow', reason: 'stage', shadow: true, fallback: false }],
    ['canary', { side: 'new', stage: 'canary', reason: 'cohort', shadow: false, fallback: true, byHand: true }],
    ['new', { side: 'new', stage: 'new', reason: 'stage', shadow: false, fallback: true }],
    ['retired', { side: 'new', stage: 'retired', reason: 'stage', shadow: false, fallback: false }],
  ])('decides for an employee in stage %s', (stage, decision) => {
    expect(tableAt(stage).decide('invoices', employee)).toEqual(decision);
  });

  it('keeps comparing those whom the canary leaves on the old side', () => {
    expect(tableAt('canary').decide('invoices', { customerId: 'C-1013' })).toEqual({
      side: 'legacy',
      stage: 'canary',
      reason: 'excluded',
      shadow: true,
      fallback: false,
      byHand: true,
    });
  });

  it('hands out the same answer again instead of making a new one', () => {
    const table = tableAt('canary');
    expect(table.decide('invoices', employee)).toBe(table.decide('invoices', { ...employee, customerId: 'C-2' }));
  });

  it('decides nothing for a capability nobody declared', () => {
    expect(tableAt('canary').decide('usage', employee)).toBeUndefined();
  });

  it('puts a customer on the new side of every capability that has come as far, and of others only by a salt of its own', () => {
    const declared = (name: string, percent: number, more = ''): string =>
      `  ${name}: { stage: canary, ${more} routes: [{ path: /${name}, legacy: old, new: fresh }], canary: { percent: ${percent} } }`;
    const parsed = parseMigrationFile(
      ['capabilities:', declared('a', 30), declared('b', 50), declared('c', 30, 'salt: c,')].join('\n'),
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const table = new CompiledTable(parsed.file, new Map());
    const on = (name: string, customerId: string): boolean => table.decide(name, { customerId })?.side === 'new';
    const customers = Array.from({ length: 2_000 }, (_, n) => `C-${n}`);
    expect(customers.filter((id) => on('a', id) && !on('b', id))).toEqual([]);
    expect(customers.filter((id) => on('c', id) && !on('b', id)).length).toBeGreaterThan(200);
  });

  it('rewrites paths, keeps what stands below, and denies what is denied in any spelling', () => {
    const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: retired
    routes: [{ path: "/invoices/:no", legacy: legacy-portal, new: fresh, rewrite: { new: "/bills/:no" } }]
  usage:
    stage: legacy
    routes: [{ path: /usage, legacy: legacy-portal, new: fresh }]
fixed:
  - { path: /bridge-login, deny: true }
  - { path: /, upstream: legacy-portal }
  - { path: /old, upstream: legacy-portal, rewrite: / }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const table = new CompiledTable(parsed.file, new Map(), new Map([['legacy-portal', loosest]]));
    const kind = (path: string): unknown => table.match(asked('GET', path));
    const invoice = table.match(asked('GET', '/invoices/7'));
    expect(invoice?.kind === 'capability' && invoice.rewrite?.new?.('/invoices/7/pdf')).toBe('/bills/7/pdf');
    const old = table.match(asked('GET', '/old/x'));
    expect(old?.kind === 'fixed' && old.rewrite?.('/old/x')).toBe('/x');
    for (const path of ['/bridge-login', '/Bridge-Login', '/bridge-login;x', '/bridge%2Dlogin.']) {
      expect(kind(path)).toEqual({ kind: 'denied', route: '/bridge-login' });
    }
    for (const path of ['/INVOICES/7', '/invoices;x=1/7', '/%2569nvoices/7']) {
      expect(kind(path)).toMatchObject({ kind: 'capability', capability: 'invoices' });
      expect(kind(path)).not.toHaveProperty('legacy');
    }
    expect(kind('/USAGE')).toMatchObject({ kind: 'fixed' });
  });

  it('leaves no way to the old side once retired', () => {
    const table = tableAt('retired');
    expect(table.match(asked('GET', '/invoices'))).not.toHaveProperty('legacy');
    expect(table.match(asked('POST', '/invoices/INV-1/pay'))).toEqual({
      kind: 'capability',
      capability: 'invoices',
      route: '/invoices/:no/pay',
    });
  });

  it('puts an override over the file and shows the drift', () => {
    const table = tableAt('canary', { position: { stage: 'legacy', percent: 50 }, cause: 'guardrail' });
    expect(table.decide('invoices', employee)).toMatchObject({ side: 'legacy', reason: 'rolled_back' });
    expect(table.states.get('invoices')).toMatchObject({
      declared: { stage: 'canary', percent: 50 },
      effective: { stage: 'legacy' },
      rolledBack: true,
      drift: [{ key: 'stage', file: 'canary', effective: 'legacy' }],
      version: 3,
    });
  });

  it('shows a changed percentage as drift', () => {
    const { drift, rolledBack } =
      tableAt('canary', { position: { stage: 'canary', percent: 80 } }).states.get('invoices') ?? {};
    expect(drift).toEqual([{ key: 'percent', file: 50, effective: 80 }]);
    expect(rolledBack).toBe(false);
  });

  it('sees no drift in the percentage outside the canary', () => {
    expect(tableAt('new', { position: { stage: 'new', percent: 7 } }).states.get('invoices')?.drift).toEqual([]);
  });

  it('goes by the file again after a decision to do so', () => {
    const state = tableAt('canary', {}).states.get('invoices');
    expect(state).toMatchObject({ effective: { stage: 'canary' }, paused: false, drift: [], version: 3 });
    expect(state).not.toHaveProperty('override');
  });
});
