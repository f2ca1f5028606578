import { describe, expect, it } from '@jest/globals';
import { queueError } from './queue-error.ts';

describe('an error the job queue reports', () => {
  it('is logged as it is when it is one', () => {
    const error = new Error('connection lost');
    expect(queueError(error)).toEqual({ error, fields: {} });
  });

  it('is made one again when a worker reports only its fields', () => {
    const lost = Object.assign(new TypeError('connection lost'), { code: '57P01' });
    const copy = { code: lost.code, message: lost.message, stack: lost.stack, queue: 'settle-payment', worker: 'w-1' };
    const { error, fields } = queueError(copy);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ message: 'connection lost', code: '57P01', stack: lost.stack });
    expect(fields).toEqual({ job: 'settle-payment' });
  });

  it('says at least that much when there is nothing in it', () => {
    expect(queueError({}).error).toMatchObject({ message: 'unknown', stack: 'Error: unknown' });
    expect(queueError('closed')).toEqual({ error: 'closed', fields: {} });
  });
});
