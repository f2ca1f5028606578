import { describe, expect, it } from '@jest/globals';
import type { MigrationFile } from '../file/migration-file.schema.ts';
import { parseMigrationFile } from '../file/parse.ts';
import { MigrationState } from './migration-state.ts';
import type { Override } from './override.ts';

function file(stage: string): MigrationFile {
  const parsed = parseMigrationFile(
    `capabilities: { invoices: { stage: ${stage}, routes: [{ path: /invoices, legacy: old, new: fresh }] } }`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.file;
}

function rollback(version: number): Override {
  return {
    capability: 'invoices',
    version,
    position: { stage: 'legacy', percent: 1 },
    paused: false,
    cause: 'operator',
    reason: 'errors',
    actor: 'operator:jane',
    at: new Date(0),
  };
}

describe('MigrationState', () => {
  it('leaves a request the table it began with', () => {
    const state = new MigrationState(file('new'));
    const begunWith = state.table;
    state.applyFile(file('legacy'));
    expect(begunWith.decide('invoices', {})?.side).toBe('new');
    expect(state.table.decide('invoices', {})?.side).toBe('legacy');
  });

  it('keeps an override through a change of the file', () => {
    const state = new MigrationState(file('canary'));
    state.applyOverrides([rollback(1)]);
    state.applyFile(file('new'));
    expect(state.capability('invoices')).toMatchObject({ declared: { stage: 'new' }, effective: { stage: 'legacy' } });
  });

  it('never goes back to an older decision that arrives late', () => {
    const state = new MigrationState(file('canary'));
    const resumed = rollback(2);
    delete resumed.position;
    state.applyOverrides([resumed]);
    expect(state.applyOverrides([rollback(1)])).toBe(false);
    expect(state.capability('invoices')?.effective.stage).toBe('canary');
  });

  it('keeps an override of a capability that the file does not have at the moment', () => {
    const state = new MigrationState(file('new'));
    state.applyOverrides([{ ...rollback(1), capability: 'usage' }]);
    expect(state.table.capabilities).toEqual(['invoices']);
  });

  it('tells who listens of a change, and of nothing else', () => {
    const state = new MigrationState(file('canary'));
    const seen: string[] = [];
    const stop = state.onChange((table) => seen.push(table.states.get('invoices')?.effective.stage ?? '-'));
    state.applyOverrides([rollback(1)]);
    state.applyOverrides([rollback(1)]);
    state.applyFile(file('new'));
    stop();
    state.applyOverrides([rollback(2)]);
    expect(seen).toEqual(['legacy', 'legacy']);
  });
});
