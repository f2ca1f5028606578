import { describe, expect, it } from '@jest/globals';
import { type Connection, paymentsCommand, type Request } from './arguments.ts';

async function asked(...args: string[]): Promise<{ request: Request; connection: Connection } | undefined> {
  let heard: { request: Request; connection: Connection } | undefined;
  const program = paymentsCommand((request, connection) => {
    heard = { request, connection };
    return Promise.resolve();
  });
  await program.parseAsync(args, { from: 'user' });
  return heard;
}

describe('the command line of npm run payments', () => {
  it.each<[string[], Request]>([
    [['list'], { name: 'list', query: { limit: '100' } }],
    [['list', '--bill', 'INV-1', '--limit', '5'], { name: 'list', query: { bill: 'INV-1', limit: '5' } }],
    [['show', 'p-1'], { name: 'show', payment: 'p-1' }],
    [['audit', 'p-1'], { name: 'audit', query: { payment: 'p-1', limit: '100' } }],
    [
      ['retry', 'p-1', '--reason', 'engine is back'],
      { name: 'decide', decision: 'retry', payment: 'p-1', body: { reason: 'engine is back' } },
    ],
    [
      ['mark-paid', 'p-1', '--charge', 'ch_1', '--reason', 'seen there'],
      {
        name: 'decide',
        decision: 'mark-paid',
        payment: 'p-1',
        body: { reason: 'seen there', chargeReference: 'ch_1' },
      },
    ],
    [
      ['give-back', 'p-1', '--refund', 're_1', '--reason', 'paid twice'],
      {
        name: 'decide',
        decision: 'give-back',
        payment: 'p-1',
        body: { reason: 'paid twice', refundReference: 're_1' },
      },
    ],
  ])('%j asks for what it says', async (args, request) => {
    expect((await asked(...args))?.request).toEqual(request);
  });

  it('passes on how to reach the service', async () => {
    const connection = { json: true, url: 'http://billing:3031', token: '/token', as: 'jane' };
    const given = await asked(
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
