import type { History, ProcessHistory } from '../signals/history.ts';
import type { Ring } from '../signals/ring.ts';
import { median } from '../signals/robust.ts';

/** Seconds that are looked at together: a moment in which nobody got a processor is nothing. */
const windowTicks = 5;
/** Telling their metrics takes processes a few milliseconds; when most take this long they wait for a processor. */
const lateMs = 50;
/** The same where the machine itself says that somebody waited most of the time. */
const lateUnderPressureMs = 25;
const pressureShare = 0.6;
/** Fewer processes say nothing of what they run on. */
const fewestProcesses = 3;
const throttledShare = 0.25;
/** Whoever is held back waits for the next of the kernel's periods. */
const periodMs = 100;
/** What was late because of it ends late, too. */
const lingersTicks = 12;

/** Too little processor for what is asked of it: a machine, or one process at its own limit. */
export interface Shortage {
  /** `the machine`, `machine worker-3`, or the service that is held back. */
  readonly subject: string;
  readonly processes: ReadonlySet<ProcessHistory>;
  readonly sinceTick: number;
  /** How late everything is there, at the worst of the seconds since a tick. */
  readonly lateMsSince: (tick: number) => number;
  /** What was measured, in words and with its numbers. */
  readonly measured: readonly string[];
}

interface Found extends Omit<Shortage, 'sinceTick' | 'lateMsSince'> {
  readonly lateMs: number;
}

interface Seen extends Found {
  readonly sinceTick: number;
  readonly tick: number;
}

/**
 * Recognises a machine that is itself short of processor, by what its processes have in common: all of them are late at
 * once, and where the system tells it, that somebody waited. What is slow there is nobody's fault.
 */
export class MachineWatch {
  /** Of each what was seen of it lately, second by second. */
  private readonly standing = new Map<string, readonly Seen[]>();

  look(history: History): void {
    const { tick } = history;
    const found = [...machinesShort(history), ...heldBack(history)];
    for (const short of found) {
      const known = this.standing.get(short.subject) ?? [];
      const sinceTick = known[0]?.sinceTick ?? tick;
      this.standing.set(short.subject, [...known, { ...short, sinceTick, tick }]);
    }
    for (const [subject, seen] of this.standing) {
      const lately = seen.filter((short) => tick - short.tick <= lingersTicks);
      if (lately.length === 0) this.standing.delete(subject);
      else this.standing.set(subject, lately);
    }
  }

  get shortages(): readonly Shortage[] {
    return [...this.standing.values()].flatMap((seen) => {
      const last = seen.at(-1);
      if (last === undefined) return [];
      const { subject, processes, sinceTick, measured } = last;
      const lateMsSince = (since: number): number =>
        Math.max(0, ...seen.flatMap(({ tick, lateMs }) => (tick >= since ? lateMs : [])));
      return [{ subject, processes, sinceTick, measured, lateMsSince }];
    });
  }
}

function machinesShort(history: History): Found[] {
  const byMachine = Map.groupBy(history.processes, ({ machine }) => machine);
  return [...byMachine].flatMap(([machine, processes]) => {
    const late = usualDelay(processes, history.tick);
    if (processes.length < fewestProcesses || late === undefined) return [];
    const pressures = processes.map((process) =>
      share(process.one('node_pressure_cpu_waiting_seconds_total'), history),
    );
    const pressure = Math.max(...pressures);
    const isShort = late >= lateMs || (late >= lateUnderPressureMs && pressure >= pressureShare);
    if (!isShort) return [];
    return [
      {
        subject: machine === undefined ? 'the machine' : `machine ${machine}`,
        processes: new Set(processes),
        lateMs: late,
        measured: [
          late === Infinity
            ? 'most of its processes do not say in time how they are, all at once'
            : `its ${processes.length} processes take ${Math.round(late)} ms to say how they are, all at once`,
          ...(pressure > 0 ? [`somebody waited for a processor ${percent(pressure)} of the time`] : []),
        ],
      },
    ];
  });
}

function heldBack(history: History): Found[] {
  return history.processes.flatMap((process) => {
    const throttled = share(process.one('container_cpu_cfs_throttled_seconds_total'), history);
    if (throttled < throttledShare) return [];
    const measured = [`${process.instance} is held back at its limit of processor ${percent(throttled)} of the time`];
    return [{ subject: process.service, processes: new Set([process]), lateMs: periodMs, measured }];
  });
}

/** The middle of what each took in the last seconds: one that hangs or is far away does not move it. */
function usualDelay(processes: readonly ProcessHistory[], tick: number): number | undefined {
  return median(processes.flatMap((process) => median(delays(process, tick)) ?? []));
}

/** Who says nothing in time is later than any that does. */
function delays(process: ProcessHistory, tick: number): number[] {
  const ticks = Array.from({ length: windowTicks }, (_, back) => tick - back);
  return ticks.flatMap((at) => (process.state(at) === 'silent' ? Infinity : (process.tookMs.at(at) ?? [])));
}

/** Of the last seconds, by the clock: with everything late a tick takes longer than a second. */
function share(ring: Ring | undefined, history: History): number {
  const { tick } = history;
  const from = tick - windowTicks;
  const seconds = (history.atMs(tick) - history.atMs(from)) / 1_000;
  return ring === undefined || from < 0 || seconds <= 0
    ? 0
    : Math.min(1, ring.sum({ from: from + 1, to: tick }) / seconds);
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}
