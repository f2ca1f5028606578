/** Plays cases of the score sheet on the real system, and keeps of each what was to be seen, second by second. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { OperationsClient } from '../../operations/operations-client.ts';
import { Load } from '../../traffic/load.ts';
import { catalogue } from '../faults/catalogue.ts';
import { Playground } from '../faults/playground.ts';
import { type Case, cases } from './cases.ts';
import { beforeMs, faultMs, jitterMs, longestRestMs, longestStepMs, startMs } from './timing.ts';
import { within } from './within.ts';

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
const staying = 12;
/** One signs in every second and a half, and each again after so long that the CRM is asked once more. */
const newcomers = 700;
const recheckAfterMs = 600_000;

const nowAnswer = z.object({
  incidents: z.array(z.object({ state: z.string(), diagnosis: z.object({ headline: z.string() }) })),
});

/** Every run ends by itself: one that does not come to its end is told of, and the next are played on a system of their own. */
export async function collect({ names, folder, say }: CollectOptions): Promise<void> {
  const left = [...names];
  mkdirSync(folder, { recursive: true });
  while (left.length > 0) await sit(left, folder, say);
}

/** Plays on one system what is left for such a one, and takes it off, until all is played or something has come to no end. */
async function sit(left: string[], folder: string, say: (text: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-pinpoint-'));
  const recordingFile = join(dataDir, 'recording.jsonl');
  const { twice } = existing(cases[left[0] ?? ''], left[0] ?? '');
  say(`starting the system${twice === undefined ? '' : `, ${twice} twice`} …`);
  const playground = await Playground.start({
    dataDir,
    twice,
    ports: 'free',
    durable: false,
    overrides: {
      pinpoint: { RECORDING_FILE: recordingFile },
      // The feed is looked at so often where somebody waits for it, and it is what tells how the engine is.
      billing: { BILL_SYNC_INTERVAL_SECONDS: '2' },
      // All customers come from this machine: what one address may try is not to lock out all of them.
      identity: {
        CREDENTIAL_RECHECK_AFTER_MS: String(recheckAfterMs),
        ADDRESS_FREE_ATTEMPTS: '100000',
        UNANSWERED_FREE_ATTEMPTS: '100000',
      },
    },
    onUnexpectedExit: say,
  });
  const kept = (name: string, one: Case, played: Played): void => {
    const file = `${name}-${Date.now().toString(36)}${left.length}.jsonl.gz`;
    keep(recordingFile, join(folder, file), name, one, played);
  };
  try {
    if (twice === undefined) await start(left, kept, say);
    if (next(left, twice) !== undefined) await playAll({ playground, twice }, left, kept, say);
  } finally {
    await within(longestStepMs, 'stopping the system', playground.stop());
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Keep = (name: string, one: Case, played: Played) => void;

/** What every sitting begins with is a case of its own: that the system starts. */
async function start(left: string[], kept: Keep, say: (text: string) => void): Promise<void> {
  const index = left.findIndex((name) => cases[name]?.load === 'none');
  const [name] = index < 0 ? [] : left.splice(index, 1);
  if (name === undefined) return;
  const injectedAtMs = Date.now();
  say(`${name} (${left.length} after it): looked at for ${startMs / 1_000} s`);
  await delay(startMs);
  kept(name, existing(cases[name], name), { injectedAtMs, healedAtMs: Date.now() });
}

async function playAll(
  { playground, twice }: { playground: Playground; twice: string | undefined },
  left: string[],
  kept: Keep,
  say: (text: string) => void,
): Promise<void> {
  const emails = Array.from({ length: staying + newcomers }, (_, index) => `c-${1_101 + index}@example.com`);
  const load = await Load.start(playground.stack.url('gateway'), {
    staying: emails.slice(0, staying),
    newcomers: emails.slice(staying),
    perSecond,
  });
  if (load.staying < staying) say(`${load.staying} of ${staying} customers have got in`);
  const client = new OperationsClient({
    service: 'pinpoint',
    url: playground.stack.url('pinpoint', 'management'),
    token: playground.stack.secrets.operationsToken,
    as: 'bench:pinpoint',
  });
  try {
    for (let name = next(left, twice); name !== undefined; name = next(left, twice)) {
      left.splice(left.indexOf(name), 1);
      const told = `${name} (${left.length} after it)`;
      const one = existing(cases[name], name);
      await delay(beforeMs + Math.random() * jitterMs);
      const played = await play(playground, load, one, client, (text) => {
        say(`${told}: ${text}`);
      });
      // What is said until all is over belongs to it: what follows from a fault must not be accused, either.
      await rest(client, say);
      kept(name, one, played);
    }
  } catch (error) {
    say(`could not be played: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await within(longestStepMs, 'the last visits', load.stop());
  }
}

/** The next that is played on a system like this that runs; those that begin with its start wait for the next system. */
function next(left: readonly string[], twice: string | undefined): string | undefined {
  return left.find((name) => cases[name]?.load !== 'none' && cases[name]?.twice === twice);
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
    await Promise.all([watch(client, say, injectedAtMs), within(longestStepMs, 'beginning the fault', begun)]);
  } finally {
    if (extra === 'peak') load.perSecond /= peakFactor;
    load.noisyPerSecond = 0;
    for (const fault of made) await within(longestStepMs, 'ending the fault', fault.end());
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
