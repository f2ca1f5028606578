import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exitStatus, runCommand } from '@wellspring/command';
import { migrationCommand, type Request } from './arguments.ts';

let told: string;

beforeEach(() => {
  told = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

async function asked(...args: string[]): Promise<Request | undefined> {
  let request: Request | undefined;
  const program = migrationCommand((understood) => {
    request = understood;
  });
  await runCommand(program, { args });
  return request;
}

describe('the arguments of npm run migration', () => {
  it('become what the operations API is asked', async () => {
    expect(await asked('advance', 'invoices', '--reason', 'parity is fine', '--percent', '5')).toEqual({
      name: 'decide',
      decision: 'advance',
      capability: 'invoices',
      body: { reason: 'parity is fine', percent: 5 },
    });
    expect(await asked('percent', 'invoices', '12.5%', '--reason', 'more', '--force')).toMatchObject({
      decision: 'percent',
      body: { reason: 'more', percent: 12.5, force: true },
    });
    expect(await asked('rollback', 'invoices', '--reason', 'errors', '--to', 'canary')).toMatchObject({
      body: { reason: 'errors', to: 'canary' },
    });
    expect(await asked('resume', 'invoices', '--reason', 'mended', '--force')).toMatchObject({
      decision: 'resume',
      body: { reason: 'mended', force: true },
    });
    expect(await asked('audit', 'invoices', '--limit', '5')).toEqual({
      name: 'audit',
      query: { capability: 'invoices', limit: '5' },
    });
    expect(await asked('status')).toEqual({ name: 'status' });
    expect(await asked('who', 'C-1001', '--segment', 'employees')).toEqual({
      name: 'who',
      customer: 'C-1001',
      query: { segment: 'employees' },
    });
    expect(await asked('schema')).toEqual({ name: 'schema', of: 'migration', markdown: false });
    expect(await asked('schema', 'old-portals', '--markdown')).toEqual({
      name: 'schema',
      of: 'old-portals',
      markdown: true,
    });
  });

  it.each([
    [['advance', 'invoices'], "required option '--reason <why>'"],
    [['rollback', '--reason', 'errors'], "missing required argument 'capability'"],
    [['percent', 'invoices', 'half', '--reason', 'x'], 'It has to be a number'],
    [['percent', 'invoices', '120', '--reason', 'x'], 'at most 100'],
    [['percent', 'invoices', '--reason', 'x'], "missing required argument 'share'"],
    [['rolback', 'invoices'], 'Did you mean rollback?'],
    [['status', '--verbose'], "unknown option '--verbose'"],
    [['audit', '--limit', '1000'], 'at most 500'],
    [['schema', 'portals'], 'Allowed choices are migration, old-portals'],
    [['validate'], "missing required argument 'file'"],
  ])('%j are refused', async (args, reason) => {
    expect(await asked(...args)).toBeUndefined();
    expect(process.exitCode).toBe(exitStatus.misuse);
    expect(told).toContain(reason);
  });
});
