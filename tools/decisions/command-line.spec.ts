import { describe, expect, it } from '@jest/globals';
import { changes } from '../changes/change.ts';
import { payments } from '../payments/payment.ts';
import { type Connection, decisionsCommand, type Request } from './command-line.ts';
import type { Decidable, SeenCommand } from './decidable.ts';

async function asked<Seen extends SeenCommand>(
  kind: Decidable<Seen>,
  ...args: string[]
): Promise<{ request: Request; connection: Connection } | undefined> {
  let heard: { request: Request; connection: Connection } | undefined;
  const program = decisionsCommand(kind, (request, connection) => {
    heard = { request, connection };
    return Promise.resolve();
  });
  await program.parseAsync(args, { from: 'user' });
  return heard;
}

describe('the command line of decisions', () => {
  it.each<[string[], Request]>([
    [['list'], { name: 'list', query: { limit: '100' } }],
    [['list', '--bill', 'INV-1', '--limit', '5'], { name: 'list', query: { bill: 'INV-1', limit: '5' } }],
    [['show', 'p-1'], { name: 'show', id: 'p-1' }],
    [['audit', 'p-1'], { name: 'audit', query: { payment: 'p-1', limit: '100' } }],
    [
      ['retry', 'p-1', '--reason', 'engine is back'],
      { name: 'decide', decision: 'retry', id: 'p-1', body: { reason: 'engine is back' } },
    ],
    [
      ['mark-paid', 'p-1', '--charge', 'ch_1', '--reason', 'seen there'],
      {
        name: 'decide',
        decision: 'mark-paid',
        id: 'p-1',
        body: { reason: 'seen there', chargeReference: 'ch_1' },
      },
    ],
    [
      ['give-back', 'p-1', '--refund', 're_1', '--reason', 'paid twice'],
      {
        name: 'decide',
        decision: 'give-back',
        id: 'p-1',
        body: { reason: 'paid twice', refundReference: 're_1' },
      },
    ],
  ])('%j asks for what it says', async (args, request) => {
    expect((await asked(payments, ...args))?.request).toEqual(request);
  });

  it('asks by the names that the kind of command has', async () => {
    expect((await asked(changes, 'audit', 'c-1'))?.request).toEqual({
      name: 'audit',
      query: { productChange: 'c-1', limit: '100' },
    });
    const reason = 'the customer found the phone';
    expect((await asked(changes, 'give-up', 'c-1', '--cancellation', 'NOC-8', '--reason', reason))?.request).toEqual({
      name: 'decide',
      decision: 'give-up',
      id: 'c-1',
      body: { reason, cancellationReference: 'NOC-8' },
    });
  });

  it('passes on how to reach the service', async () => {
    const connection = { json: true, url: 'http://billing:3031', token: '/token', as: 'jane' };
    const given = await asked(
      payments,
      'show',
      'p',
      '--json',
      '--url',
      'http://billing:3031',
      '--token',
      '/token',
      '--as',
      'jane',
    );
    expect(given?.connection).toEqual(connection);
  });
});
