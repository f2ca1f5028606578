import { describe, expect, it } from '@jest/globals';
import { readArguments, UsageError } from './arguments.ts';

function command(...args: string[]): unknown {
  return readArguments(args).command;
}

describe('the arguments of npm run migration', () => {
  it('become what the operations API is asked', () => {
    expect(command('advance', 'invoices', '--reason', 'parity is fine', '--percent', '5')).toEqual({
      name: 'decide',
      decision: 'advance',
      capability: 'invoices',
      body: { reason: 'parity is fine', percent: 5 },
    });
    expect(command('percent', 'invoices', '12.5%', '--reason', 'more', '--force')).toMatchObject({
      decision: 'percent',
      body: { reason: 'more', percent: 12.5, force: true },
    });
    expect(command('rollback', 'invoices', '--reason', 'errors', '--to', 'canary')).toMatchObject({
      body: { reason: 'errors', to: 'canary' },
    });
    expect(command('resume', 'invoices', '--reason', 'mended', '--force')).toMatchObject({
      decision: 'resume',
      body: { reason: 'mended', force: true },
    });
    expect(command('audit', 'invoices', '--limit', '5')).toEqual({
      name: 'audit',
      query: { capability: 'invoices', limit: '5' },
    });
    expect(command('status')).toEqual({ name: 'status' });
    expect(command('schema')).toEqual({ name: 'schema', of: 'migration' });
    expect(command('schema', 'old-portals')).toEqual({ name: 'schema', of: 'old-portals' });
    expect(command('who', 'C-1001', '--segment', 'employees')).toEqual({
      name: 'who',
      customer: 'C-1001',
      query: { segment: 'employees' },
    });
  });

  it('help when there are none', () => {
    expect(command()).toEqual({ name: 'help' });
    expect(command('status', '--help')).toEqual({ name: 'help' });
  });

  it.each([
    [['advance', 'invoices'], /needs a reason/],
    [['rollback', '--reason', 'errors'], /needs a capability/],
    [['percent', 'invoices', 'half', '--reason', 'x'], /"half" is not a percentage/],
    [['percent', 'invoices', '--reason', 'x'], /needs a percentage/],
    [['retreat', 'invoices'], /no command "retreat"/],
    [['status', '--verbose'], /verbose/],
    [['validate'], /needs a file/],
    [['schema', 'portals'], /no schema "portals"/],
  ])('%j are refused', (args, reason) => {
    expect(() => readArguments(args)).toThrow(UsageError);
    expect(() => readArguments(args)).toThrow(reason);
  });
});
