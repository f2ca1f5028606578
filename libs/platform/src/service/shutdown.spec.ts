import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { longestShutdownMs, shutdownDeadlines } from './shutdown-deadlines.ts';
import { type Running, shutDown } from './shutdown.ts';

const settings = { shutdownPropagationMs: 5_000, shutdownIdleGraceMs: 1_000, shutdownDrainMs: 20_000 };

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

/** A service of which nothing ever stops. */
function stuck(failed: string[]): Running {
  const port = { listening: true, inFlight: 1, announceClose: () => undefined, close: forever };
  const running = {
    core: {
      settings,
      lifecycle: { beginStopping: () => undefined, stopWorkers: forever, closeConnections: forever },
      health: { stop: () => undefined },
      logger: {
        info: () => undefined,
        error: (_message: string, _error: unknown, { step }: { step: string }) => failed.push(step),
      },
      sink: { flushSync: () => undefined },
    },
    readiness: { phase: 'ready' },
    ports: { service: port, management: port },
    app: { close: forever },
    managementApp: { close: forever },
  };
  return running as unknown as Running;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a shutdown of which every step hangs', () => {
  it('ends all the same, within the deadlines of its steps, and says which hung', async () => {
    const failed: string[] = [];
    let ended = false;
    void shutDown(stuck(failed)).then(() => (ended = true));
    await jest.advanceTimersByTimeAsync(longestShutdownMs(settings) - 1);
    expect(ended).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(ended).toBe(true);
    expect(failed).toEqual(Object.keys(shutdownDeadlines(settings)).filter((name) => name !== 'propagation'));
  });

  it('fits the grace period that the chart works out', () => {
    const chart = join(import.meta.dirname, '../../../../deploy/charts/service');
    const template = readFileSync(join(chart, 'templates/_deployment.tpl'), 'utf8');
    const formula =
      /\$stopMs := add \$stop\.propagationMs \(mul (\d+) \(add \$stop\.drainMs (\d+)\)\) \(mul (\d+) (\d+)\)/;
    const [waits = 0, margin = 0, closes = 0, closeMs = 0] = formula.exec(template)?.slice(1).map(Number) ?? [];
    const { shutdownPropagationMs, shutdownDrainMs } = settings;
    expect(shutdownPropagationMs + waits * (shutdownDrainMs + margin) + closes * closeMs).toBe(
      longestShutdownMs(settings),
    );
  });
});
