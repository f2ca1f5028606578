import { describe, expect, it } from '@jest/globals';
import type { Pod, PodReader } from './cluster.ts';
import { environmentSchema } from './environment.ts';
import { smokeCheck } from './smoke.ts';
import { parseTraffic, type Traffic } from './traffic.ts';
import { baselineOf, sampleTraffic, watchRelease } from './watch.ts';

const rules = { ...environmentSchema.parse({ namespace: 'x' }).watch, seconds: 0, minRequests: 10 };

function pod(name: string, more: Partial<Pod> = {}): Pod {
  return {
    name,
    version: 'new',
    image: '',
    ready: true,
    leaving: false,
    restarts: 0,
    trouble: undefined,
    hopeless: false,
    ...more,
  };
}

function counted(requests: number, errors: number): string {
  return `http_server_request_duration_seconds_count{status="200"} ${requests - errors}\nhttp_server_request_duration_seconds_count{status="500"} ${errors}\n`;
}

/** A cluster of these pods, whose answers come from `answer`, asked for each time. */
function reader(pods: () => Pod[], answer: (pod: string, path: string) => { status: number; body: string }): PodReader {
  return {
    pods: () => Promise.resolve(pods()),
    askPod: (name, _port, path) => Promise.resolve(answer(name, path)),
  };
}

function watch(from: PodReader, before?: Traffic): ReturnType<typeof watchRelease> {
  return watchRelease({
    reader: from,
    service: 'billing',
    managementPort: 3031,
    version: 'new',
    before,
    rules,
    onLook: () => undefined,
  });
}

describe('watchRelease', () => {
  it('counts only what came since it began, and only of the new version', async () => {
    const counts = new Map([
      ['a', 1_000],
      ['old', 1_000],
    ]);
    const from = reader(
      () => [pod('a'), pod('old', { version: 'old' })],
      (name) => {
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 20);
        return { status: 200, body: counted(count, name === 'old' ? count : 0) };
      },
    );
    expect(await watch(from)).toEqual({ breaches: [], summary: '20 requests, 0.0 % failed' });
  });

  it('objects to pods that restart', async () => {
    let restarts = 0;
    const from = reader(
      () => [pod('a', { restarts: restarts++ })],
      () => ({ status: 200, body: '' }),
    );
    expect((await watch(from)).breaches[0]).toMatch(/^its pods restarted \d+ times$/);
  });

  it('objects when none of the pods is ready any more', async () => {
    const from = reader(
      () => [pod('a', { ready: false })],
      () => ({ status: 200, body: '' }),
    );
    expect((await watch(from)).breaches).toEqual(['none of its pods is ready']);
  });
});

describe('baselineOf', () => {
  const long = new Map([['a', parseTraffic(counted(1_000, 10))]]);

  it('is what happened lately, if that is enough to go by', () => {
    const now = new Map([['a', parseTraffic(counted(1_050, 60))]]);
    expect(baselineOf(long, now, 50)).toMatchObject({ requests: 50, errors: 50 });
  });

  it('is the whole life of the pods otherwise', () => {
    const now = new Map([['a', parseTraffic(counted(1_005, 10))]]);
    expect(baselineOf(long, now, 50)).toMatchObject({ requests: 1_005, errors: 10 });
  });

  it('is unknown when nothing runs', () => {
    expect(baselineOf(new Map(), new Map(), 50)).toBeUndefined();
  });
});

describe('sampleTraffic', () => {
  it('goes on when a pod leaves before it can be asked', async () => {
    const from: PodReader = {
      pods: () => Promise.resolve([pod('gone'), pod('there')]),
      askPod: (name) =>
        name === 'gone' ? Promise.reject(new Error('refused')) : Promise.resolve({ status: 200, body: counted(5, 0) }),
    };
    expect([...(await sampleTraffic(from, 'billing', 3031)).keys()]).toEqual(['there']);
  });
});

describe('smokeCheck', () => {
  const target = { service: 'billing', ports: { service: 3030, management: 3031 }, version: 'new', path: '/things' };
  const well = (path: string): { status: number; body: string } =>
    path === '/info'
      ? { status: 200, body: JSON.stringify({ service: { name: 'billing', version: 'new' } }) }
      : { status: 200, body: '{}' };

  it('finds nothing wrong with a service that is ready, itself and answers', async () => {
    expect(
      await smokeCheck(
        reader(
          () => [pod('a'), pod('b')],
          (_, path) => well(path),
        ),
        target,
      ),
    ).toEqual([]);
  });

  it('takes being refused without a token for an answer, and a crash not', async () => {
    const answering = (status: number): PodReader =>
      reader(
        () => [pod('a')],
        (_, path) => (path === '/things' ? { status, body: '' } : well(path)),
      );
    expect(await smokeCheck(answering(401), target)).toEqual([]);
    expect(await smokeCheck(answering(500), target)).toEqual(['a /things: answered 500']);
  });

  it('notices another version, and another service', async () => {
    const other = { status: 200, body: JSON.stringify({ service: { name: 'portal', version: 'old' } }) };
    const from = reader(
      () => [pod('a')],
      (_, path) => (path === '/info' ? other : well(path)),
    );
    expect(await smokeCheck(from, target)).toEqual(['a /info: is portal old, not billing new']);
  });

  it('notices that nothing is there', async () => {
    expect(
      await smokeCheck(
        reader(
          () => [],
          (_, path) => well(path),
        ),
        target,
      ),
    ).toEqual(['no pod of version new is there']);
  });
});
