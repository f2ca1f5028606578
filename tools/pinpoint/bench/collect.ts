/** Plays cases of the score sheet on the real system, and keeps of each what was to be seen, second by second. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { OperationsClient } from '../../operations/operations-client.ts';
import { catalogue } from '../faults/catalogue.ts';
import { Playground } from '../faults/playground.ts';
import { type Case, cases } from './cases.ts';
import { Load } from './load.ts';
import { beforeMs, faultMs, jitterMs, longestRestMs } from './timing.ts';

export interface CollectOptions {
  /** Names of cases, in the order in which they are played. */
  names: string[];
  /** Where recordings are put. */
  folder: string;
  say: (text: string) => void;
}

/** Visits of customers. */
const perSecond = 5;
const peakFactor = 5;
const customers = 24;

const nowAnswer = z.object({
  incidents: z.array(z.object({ state: z.string(), diagnosis: z.object({ headline: z.string() }) })),
});

export async function collect({ names, folder, say }: CollectOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-pinpoint-'));
  const recordingFile = join(dataDir, 'recording.jsonl');
  mkdirSync(folder, { recursive: true });
  say('starting the system …');
  const playground = await Playground.start({
    dataDir,
    ports: 'free',
    durable: false,
    overrides: {
      pinpoint: { RECORDING_FILE: recordingFile },
      // The feed is looked at so often where somebody waits for it, and it is what tells how the engine is.
      billing: { BILL_SYNC_INTERVAL_SECONDS: '2' },
    },
    onUnexpectedExit: say,
  });
  try {
    const emails = Array.from({ length: customers }, (_, index) => `c-${1_101 + index}@example.com`);
    const load = await Load.start(playground.stack.url('gateway'), emails, perSecond);
    const client = new OperationsClient({
      service: 'pinpoint',
      url: playground.stack.url('pinpoint', 'management'),
      token: playground.stack.secrets.operationsToken,
      as: 'bench:pinpoint',
    });
    try {
      for (const [index, name] of names.entries()) {
        const one = cases[name];
        if (one === undefined) throw new Error(`There is no case ${name}`);
        await delay(beforeMs + Math.random() * jitterMs);
        const played = await play(playground, load, one, client, (text) => {
          say(`${name} (${index + 1} of ${names.length}): ${text}`);
        });
        // What is said until all is over belongs to it: what follows from a fault must not be accused, either.
        await rest(client, say);
        keep(recordingFile, join(folder, `${name}-${Date.now().toString(36)}${index}.jsonl.gz`), name, one, played);
      }
    } finally {
      await load.stop();
    }
  } finally {
    await playground.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Played {
  injectedAtMs: number;
  healedAtMs: number;
}

async function play(
  playground: Playground,
  load: Load,
  { faults, load: extra, what }: Case,
  client: OperationsClient,
  say: (text: string) => void,
): Promise<Played> {
  const made = faults.map((fault) => existing(catalogue[fault], fault)(playground, faultMs + 5_000));
  const injectedAtMs = Date.now();
  if (extra === 'peak') load.perSecond *= peakFactor;
  if (extra === 'noisy-customer') load.noisyPerSecond = 3 * perSecond;
  const begun = Promise.all(made.map((fault) => fault.begin()));
  try {
    await watch(client, say, injectedAtMs);
    await begun;
  } finally {
    if (extra === 'peak') load.perSecond /= peakFactor;
    load.noisyPerSecond = 0;
    for (const fault of made) await fault.end();
  }
  say(what === 'fault' ? 'healed' : 'over');
  return { injectedAtMs, healedAtMs: injectedAtMs + faultMs };
}

/** Tells what pinpoint says meanwhile; what counts is judged from the recording. */
async function watch(client: OperationsClient, say: (text: string) => void, injectedAtMs: number): Promise<void> {
  const told = new Set<string>();
  while (Date.now() < injectedAtMs + faultMs) {
    const answer = nowAnswer.safeParse(await client.get('/now').catch(() => undefined));
    for (const { state, diagnosis } of answer.data?.incidents ?? []) {
      if (state !== 'open' || told.has(diagnosis.headline)) continue;
      told.add(diagnosis.headline);
      say(`${((Date.now() - injectedAtMs) / 1_000).toFixed(1)} s  ${diagnosis.headline}`);
    }
    await delay(500);
  }
}

async function rest(client: OperationsClient, say: (text: string) => void): Promise<void> {
  const endsAtMs = Date.now() + longestRestMs;
  while (Date.now() < endsAtMs) {
    await delay(1_000);
    const answer = nowAnswer.safeParse(await client.get('/now').catch(() => undefined));
    if (answer.data?.incidents.every(({ state }) => state !== 'open') === true) return;
  }
  say('something is still not over; going on');
}

/** Cuts what belongs to a case out of the long recording: its first second has everything that was known then. */
function keep(source: string, target: string, name: string, one: Case, { injectedAtMs, healedAtMs }: Played): void {
  const head = {
    name,
    of: one.of,
    what: one.what,
    injectedAtMs,
    healedAtMs,
    expect: one.expect,
    alsoRight: one.alsoRight ?? [],
    masked: one.masked ?? false,
  };
  const lines = cut(readFileSync(source, 'utf8').trimEnd().split('\n'), injectedAtMs - beforeMs);
  writeFileSync(target, gzipSync([JSON.stringify(head), ...lines].join('\n'), { level: 9 }));
}

const line = z.looseObject({
  at: z.number(),
  processes: z.array(
    z.looseObject({
      id: z.tuple([z.string(), z.string()]),
      set: z.record(z.string(), z.number()).optional(),
      gone: z.array(z.string()).optional(),
    }),
  ),
});

/** The frames from a moment on, the first of them complete. */
function cut(lines: string[], fromMs: number): string[] {
  const known = new Map<string, Map<string, number>>();
  const kept: string[] = [];
  for (const text of lines) {
    const read = line.safeParse(parsed(text));
    if (!read.success) break;
    const frame = read.data;
    for (const { id, set = {}, gone = [] } of frame.processes) {
      const values = known.get(id.join('/')) ?? new Map<string, number>();
      known.set(id.join('/'), values);
      for (const [key, value] of Object.entries(set)) values.set(key, value);
      for (const key of gone) values.delete(key);
    }
    if (frame.at < fromMs) continue;
    if (kept.length > 0) kept.push(text);
    else {
      const processes = frame.processes.map((process) => ({
        ...process,
        set: Object.fromEntries(known.get(process.id.join('/')) ?? []),
      }));
      kept.push(JSON.stringify({ ...frame, processes }));
    }
  }
  return kept;
}

/** The last line may be half written. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function existing<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`There is no fault ${name}`);
  return value;
}
