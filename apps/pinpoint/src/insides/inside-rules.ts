import type { History, ProcessHistory, ProcessStart } from '../signals/history.ts';
import type { Ring, Span } from '../signals/ring.ts';
import { type Answered, answeredBy } from './answers.ts';
import type { InsideRule } from './inside.ts';
import { leftOnRequest } from './release.ts';
import { isStarting } from './start.ts';

const megabyte = 1_000_000;
/** A restart is nothing; so many within this many seconds are a loop, */
const loopStarts = 2;
const loopTicks = 90;
/** which is over when it has run so often as long as between the last two, and this long at least. */
const steadyFactor = 2;
const steadyTicks = 20;
/** Whoever has said nothing for so long is silent; on the way to an answer a process waits so often for a processor. */
const silentMs = 900;
const waits = 10;
/** How long one that gets no processor may be silent before it is thought to hang. */
const silentWhenShortTicks = 8;
/** When so many are silent together it is none of them. */
const manySilent = 1 / 2;
const manySilentWhenShort = 1 / 3;
const blockedMs = 700;
/** Seconds that are looked at together, how busy a process is in them that is busy with itself, and how late by that. */
const busyTicks = 3;
const busyShare = 0.8;
const lateShare = 0.6;
const leakTicks = 12;
const leakBytes = 120 * megabyte;
const leakFactor = 1.7;
/** So long no statement of a database that answers runs. */
const stuckTicks = 3;
/** Within so many seconds a pool runs dry whose database hangs. */
const runsDryTicks = 10;
/** A replica is worse than another where the fastest second of it was so much slower than the slowest of the other */
const worseFactor = 4;
const worseByMs = 300;
/** of the last seconds with so many answers, in so many of them, however few there were between; */
const comparedAnswers = 5;
const comparedSeconds = 4;
/** if they are no more than so many. */
const comparedTicks = 15;
const clockOffSeconds = 10;
const certificateSeconds = 14 * 24 * 3_600;
/** Messages that failed for good are told of for so long after the last. */
const poisonTicks = 30;

const crashLoop: InsideRule = {
  kind: 'crash-loop',
  unreliable: true,
  ticks: 1,
  measure: (process, tick) => {
    const starts = process.starts.filter(({ why, tick: at }) => why === 'unasked' && at > tick - loopTicks);
    if (starts.length < loopStarts || isSteady(process, starts, tick)) return undefined;
    return `started ${starts.length} times within ${loopTicks} s, and nobody asked it to`;
  },
};

const away: InsideRule = {
  kind: 'away',
  unreliable: true,
  ticks: 2,
  measure: (process, tick, { history }) => {
    if (process.state(tick) !== 'refused' || isMeantToBeAway(process, history)) return undefined;
    return 'nothing listens on its management port';
  },
};

const silent: InsideRule = {
  kind: 'silent',
  unreliable: true,
  ticks: 2,
  measure: (process, tick, { history, lateMsSince }) => {
    if (process.state(tick) !== 'silent' || isMeantToBeAway(process, history)) return undefined;
    const ticks = silentFor(process, tick);
    const isLate = waits * lateMsSince(process, tick - ticks) >= silentMs;
    const span = isLate ? silentWhenShortTicks : 1;
    const share = isLate ? manySilentWhenShort : manySilent;
    if (ticks < span || mostSilent(history, tick, span) >= share) return undefined;
    return 'takes connections on its management port and says nothing';
  },
};

const blocked: InsideRule = {
  kind: 'blocked',
  unreliable: true,
  suspect: (process, tick) =>
    (process.tookMs.at(tick) ?? 0) >= blockedMs ||
    (!hasJustStarted(process, tick) &&
      cpuShare(process, tick, 1) >= busyShare &&
      loopLateShare(process, tick, 1) >= lateShare),
  ticks: 2,
  measure: (process, tick) => {
    const busy = cpuShare(process, tick, busyTicks);
    if (busy < busyShare || hasJustStarted(process, tick)) return undefined;
    const late = loopLateShare(process, tick, busyTicks);
    if (late >= lateShare)
      return `its event loop is late ${percent(late)} of the time, at ${percent(busy)} of a processor`;
    const tookMs = process.tookMs.at(tick) ?? 0;
    if (tookMs < blockedMs) return undefined;
    return `took ${Math.round(tookMs)} ms to say how it is, at ${percent(busy)} of a processor`;
  },
};

const leak: InsideRule = {
  kind: 'leak',
  ticks: 1,
  measure: (process, tick) => {
    const now = memory(process, tick);
    const earlier = memory(process, tick - leakTicks);
    const most = mostMemory(process, { from: tick - 300, to: tick - leakTicks });
    if (now === undefined || earlier === undefined || most === undefined) return undefined;
    if (now - earlier < leakBytes || now < most * leakFactor || !isRising(process, tick)) return undefined;
    return `memory in use rose from ${inMegabytes(earlier)} to ${inMegabytes(now)} in ${leakTicks} s; never above ${inMegabytes(most)} before`;
  },
};

/** Whoever shares the requests spares the slow one: few of them go to it, and those take long. */
const slowReplica: InsideRule = {
  kind: 'slow-replica',
  ticks: 2,
  measure: (process, tick, { history, lateMsSince }) => {
    const span = lastAnswers(process, tick);
    if (span === undefined) return undefined;
    const others = history.processesOf(process.service).filter((other) => other !== process);
    const theirs = others.map((other) => answeredBy(other, span)).filter(isEnough);
    // Others may be slow, too; one that is well is enough to know that it need not be so.
    const slowest = Math.min(...theirs.map(({ meansMs }) => Math.max(...meansMs)));
    const fastest = Math.min(...answeredBy(process, span).meansMs);
    const byMs = Math.max(worseByMs, (worseFactor - 1) * slowest, waits * lateMsSince(process, span.from));
    if (theirs.length === 0 || fastest - slowest < byMs) return undefined;
    const seconds = `each of ${span.to - span.from + 1} s`;
    return `took ${Math.round(fastest)} ms on average or longer in ${seconds}; another ${Math.round(slowest)} ms at most`;
  },
};

const logStalled: InsideRule = {
  kind: 'log-stalled',
  ticks: 2,
  measure: (process, tick) => {
    const dropped = process.one('log_lines_dropped_total')?.at(tick) ?? 0;
    return dropped > 0 ? `${dropped} log lines given up within a second, since stdout is not read` : undefined;
  },
};

const clockOff: InsideRule = {
  kind: 'clock-off',
  ticks: 2,
  measure: (process, tick, { history }) => {
    const off = secondsOff(process, tick, history);
    if (off === undefined || Math.abs(off) < clockOffSeconds) return undefined;
    const others = history.processes.filter((other) => other !== process);
    const alike = others.filter((other) => Math.abs((secondsOff(other, tick, history) ?? 0) - off) < 1).length;
    // When most say the same it is the clock here that is off.
    if (alike * 2 >= history.processes.length) return undefined;
    return `its clock is ${Math.abs(Math.round(off))} s ${off > 0 ? 'fast' : 'slow'}; the others agree`;
  },
};

const poolLeak: InsideRule = {
  kind: 'pool-leak',
  unreliable: true,
  ticks: 3,
  measure: (process, tick) => {
    const waiting = process.one('db_pool_waiting_requests')?.at(tick) ?? 0;
    const idle = process.one('db_pool_connections', 'idle')?.at(tick);
    const total = process.one('db_pool_connections', 'total')?.at(tick) ?? 0;
    const running = process.one('db_statements_in_flight')?.at(tick);
    if (waiting === 0 || idle !== 0 || running !== 0 || total === 0) return undefined;
    // Whoever waited for the database until it gave up had not forgotten to give its connection back.
    if (wasStuck(process, tick)) return undefined;
    return `all ${total} connections are lent, ${waiting} callers wait, and no statement runs`;
  },
};

const poisonedMessage: InsideRule = {
  kind: 'poisoned-message',
  ticks: 1,
  measure: (process, tick) => {
    const gauges = [
      ...process.all('jobs_queue_jobs').filter(({ labels }) => labels['state'] === 'dead'),
      ...process.all('outbox_dead_messages'),
      ...process.all('read_model_quarantined_records'),
    ];
    for (const { metric, labels, ring } of gauges) {
      const more = rise(ring, tick);
      if (more > 0) return `${more} more in ${[metric, labels['job'] ?? labels['model']].filter(Boolean).join(' of ')}`;
    }
    return undefined;
  },
};

/** Renewed in time nobody hears of it: renewal comes a month before the end, by hand or by itself. */
const certificateEnds: InsideRule = {
  kind: 'certificate-ends',
  ticks: 2,
  measure: (process, tick, { history }) => {
    const nowSeconds = history.atMs(tick) / 1_000;
    for (const { labels, ring } of process.all('http_client_certificate_not_after_seconds')) {
      const endsAt = ring.at(tick);
      if (endsAt === undefined || endsAt - nowSeconds > certificateSeconds) continue;
      const when = new Date(endsAt * 1_000).toISOString().slice(0, 16).replace('T', ' ');
      return `the certificate of ${labels['dependency'] ?? ''} holds until ${when} UTC`;
    }
    return undefined;
  },
};

/** One rule for each thing that can be wrong inside a process. Each has a test of its own. */
export const insideRules: readonly InsideRule[] = [
  crashLoop,
  away,
  silent,
  blocked,
  leak,
  logStalled,
  clockOff,
  poolLeak,
  slowReplica,
  poisonedMessage,
  certificateEnds,
];

/** As far back as it takes for what it answered to say how it is. */
function lastAnswers(process: ProcessHistory, to: number): Span | undefined {
  for (let from = to; from > to - comparedTicks; from -= 1)
    if (isEnough(answeredBy(process, { from, to }))) return { from, to };
  return undefined;
}

function isEnough({ count, meansMs }: Answered): boolean {
  return count >= comparedAnswers && meansMs.length >= comparedSeconds;
}

function isSteady(process: ProcessHistory, starts: readonly ProcessStart[], tick: number): boolean {
  const [before = 0, last = 0] = starts.slice(-2).map((start) => start.tick);
  let answered = 0;
  for (let at = last; at <= tick; at += 1) if (process.state(at) === 'answers') answered += 1;
  return answered > Math.max(steadyTicks, steadyFactor * (last - before));
}

function isMeantToBeAway(process: ProcessHistory, history: History): boolean {
  return leftOnRequest(process, history.tick) || isStarting(process, history);
}

function silentFor(process: ProcessHistory, tick: number): number {
  let ticks = 0;
  while (process.state(tick - ticks) === 'silent') ticks += 1;
  return ticks;
}

/** The largest share of all processes that was silent in one of the last seconds. */
function mostSilent({ processes }: History, tick: number, ticks: number): number {
  let most = 0;
  for (let at = tick - ticks + 1; at <= tick; at += 1) {
    most = Math.max(most, processes.filter((process) => process.state(at) === 'silent').length);
  }
  return most / processes.length;
}

function cpuShare(process: ProcessHistory, tick: number, ticks: number): number {
  return shareOfTime(process.one('process_cpu_seconds_total'), tick, ticks);
}

/** All that a start took is told at once, in the first second after it. */
function hasJustStarted({ starts }: ProcessHistory, tick: number): boolean {
  const last = starts.at(-1);
  return last !== undefined && last.why !== 'first' && tick - last.tick < busyTicks;
}

/** However the moments of asking fall: one that is blocked most of the time may happen to be asked while it is not. */
function loopLateShare(process: ProcessHistory, tick: number, ticks: number): number {
  return shareOfTime(process.one('nodejs_eventloop_late_seconds_total'), tick, ticks);
}

function shareOfTime(seconds: Ring | undefined, tick: number, ticks: number): number {
  return seconds === undefined ? 0 : Math.min(1, seconds.sum({ from: tick - ticks + 1, to: tick }) / ticks);
}

function memory(process: ProcessHistory, tick: number): number | undefined {
  const heap = process.one('nodejs_heap_size_used_bytes')?.at(tick);
  const external = process.one('nodejs_external_memory_bytes')?.at(tick) ?? 0;
  return heap === undefined ? undefined : heap + external;
}

function mostMemory(process: ProcessHistory, { from, to }: { from: number; to: number }): number | undefined {
  let most: number | undefined;
  for (let tick = Math.max(0, from); tick <= to; tick += 1) {
    const bytes = memory(process, tick);
    if (bytes !== undefined) most = Math.max(most ?? 0, bytes);
  }
  return most;
}

/** A collection in between would have taken garbage away; what leaks goes on rising. */
function isRising(process: ProcessHistory, tick: number): boolean {
  let rises = 0;
  for (let at = tick - leakTicks + 1; at <= tick; at += 1) {
    if ((memory(process, at) ?? 0) > (memory(process, at - 1) ?? 0)) rises += 1;
  }
  return rises >= leakTicks * 0.8;
}

function secondsOff(process: ProcessHistory, tick: number, history: History): number | undefined {
  const said = process.one('process_clock_seconds')?.at(tick);
  return said === undefined ? undefined : said - history.atMs(tick) / 1_000;
}

/** Whether statements ran and none of them ended for seconds, when there began to be no connection that nobody had. */
function wasStuck(process: ProcessHistory, tick: number): boolean {
  const idle = process.one('db_pool_connections', 'idle');
  let from = tick;
  while (idle?.at(from - 1) === 0) from -= 1;
  let ticks = 0;
  for (let at = from; at <= Math.min(tick, from + runsDryTicks) && ticks < stuckTicks; at += 1) {
    const isStuck = (process.one('db_statements_in_flight')?.at(at) ?? 0) > 0 && statementsEnded(process, at) === 0;
    ticks = isStuck ? ticks + 1 : 0;
  }
  return ticks >= stuckTicks;
}

function statementsEnded(process: ProcessHistory, tick: number): number {
  return process.all('db_statement_seconds_count').reduce((sum, { ring }) => sum + (ring.at(tick) ?? 0), 0);
}

function rise(ring: Ring, tick: number): number {
  const values = ring.within({ from: tick - poisonTicks, to: tick });
  const [first] = values;
  const last = values.at(-1);
  return first === undefined || last === undefined ? 0 : Math.max(0, last - first);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`;
}
