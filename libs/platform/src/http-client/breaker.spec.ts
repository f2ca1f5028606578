import { describe, expect, it, jest } from '@jest/globals';
import { Breaker, type BreakerState } from './breaker.ts';
import { DependencyError, type FailureOutcome } from './dependency.error.ts';

const breakerOpenMs = 1_000;

function failing(outcome: FailureOutcome): () => Promise<never> {
  return () => Promise.reject(new DependencyError({ dependency: 'crm', operation: 'get', outcome }));
}

/** The breaker reads the wall clock; only that is faked, promises go on as ever. */
async function withClock(test: (breaker: Breaker, states: BreakerState[]) => Promise<void>): Promise<void> {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  const states: BreakerState[] = [];
  const options = {
    failureShare: 0.5,
    minimumCalls: 3,
    windowMs: 60_000,
    openMs: breakerOpenMs,
    maxOpenMs: breakerOpenMs,
  };
  try {
    await test(new Breaker('crm', options, (state) => states.push(state)), states);
  } finally {
    jest.useRealTimers();
  }
}

async function open(breaker: Breaker): Promise<void> {
  for (let call = 0; call < 3; call += 1) {
    await expect(breaker.run('get', failing('timeout'))).rejects.toMatchObject({ outcome: 'timeout' });
  }
  expect(breaker.state).toBe('open');
}

describe('Breaker', () => {
  it('refuses at once when open, without calling', () =>
    withClock(async (breaker) => {
      await open(breaker);
      const work = jest.fn(() => Promise.resolve('ok'));
      await expect(breaker.run('get', work)).rejects.toMatchObject({ outcome: 'breaker_open', operation: 'get' });
      expect(work).not.toHaveBeenCalled();
    }));

  it.each<FailureOutcome>(['4xx', 'bulkhead_full', 'no_time_left'])('does not take %s for an illness', (outcome) =>
    withClock(async (breaker) => {
      for (let call = 0; call < 10; call += 1) {
        await expect(breaker.run('get', failing(outcome))).rejects.toMatchObject({ outcome });
      }
      expect(breaker.state).toBe('closed');
    }),
  );

  it('lets one call try and refuses the others meanwhile, then closes', () =>
    withClock(async (breaker, states) => {
      await open(breaker);
      jest.setSystemTime(breakerOpenMs + 1);
      const trial = Promise.withResolvers<string>();
      const tried = breaker.run('get', () => trial.promise);
      const others = Array.from({ length: 100 }, () => breaker.run('get', () => Promise.resolve('ok')));
      for (const other of others) await expect(other).rejects.toMatchObject({ outcome: 'breaker_open' });

      trial.resolve('well again');
      expect(await tried).toBe('well again');
      expect(await breaker.run('get', () => Promise.resolve('ok'))).toBe('ok');
      expect(states).toEqual(['open', 'half_open', 'closed']);
    }));

  it('opens again when the trial fails, and tries again later', () =>
    withClock(async (breaker, states) => {
      await open(breaker);
      jest.setSystemTime(breakerOpenMs + 1);
      await expect(breaker.run('get', failing('timeout'))).rejects.toMatchObject({ outcome: 'timeout' });
      await expect(breaker.run('get', failing('timeout'))).rejects.toMatchObject({ outcome: 'breaker_open' });
      jest.setSystemTime(2 * breakerOpenMs + 2);
      expect(await breaker.run('get', () => Promise.resolve('ok'))).toBe('ok');
      expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
    }));

  it('is not stuck half open when the trial fails in a way that is no illness', () =>
    withClock(async (breaker) => {
      await open(breaker);
      jest.setSystemTime(breakerOpenMs + 1);
      await expect(breaker.run('get', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
      expect(breaker.state).toBe('closed');
    }));

  it('does not hold old failures against a dependency that recovered', () =>
    withClock(async (breaker) => {
      await open(breaker);
      jest.setSystemTime(breakerOpenMs + 1);
      await breaker.run('get', () => Promise.resolve('ok'));
      await expect(breaker.run('get', failing('5xx'))).rejects.toMatchObject({ outcome: '5xx' });
      expect(breaker.state).toBe('closed');
    }));
});
