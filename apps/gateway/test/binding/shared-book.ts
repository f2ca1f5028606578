import type { EpochBook, Hold, Keeping, Raise, Reading, Settlement } from '../../src/binding/epoch-book.ts';
import type { KeptAnswer, SharedStanding } from '../../src/binding/standing.ts';

interface Line {
  replica: string;
  browser: string;
  version: number;
  epoch: number | undefined;
  before: number | undefined;
  waitsUntil: number;
  byHandAt: number | undefined;
  touchedAt: number;
}

const lingerMs = 90_000;
const forgetReplicaMs = 3_600_000;
/** Shorter than in earnest, so that an answer from before could outlast them. */
const forgetStrangersMs = 200_000;

/** What the tables hold and the statements do, as `epoch-book.store.ts` has them in PostgreSQL. */
export class SharedBook implements EpochBook {
  readonly ended = new Set<string>();
  private readonly replicas = new Map<string, number>();
  private readonly lines = new Map<string, Line>();
  private readonly answers = new Map<string, { answer: KeptAnswer; byHandAt: number | undefined }>();

  constructor(private readonly now: () => number) {}

  join(replica: string, earlier: readonly string[], holds: readonly Hold[]): Promise<number> {
    const now = this.now();
    for (const line of this.lines.values())
      if (earlier.includes(line.replica) && line.waitsUntil === Infinity) line.waitsUntil = now + lingerMs;
    for (const name of earlier) this.replicas.delete(name);
    this.replicas.set(replica, now);
    for (const { browser, version, waitsForMs } of holds)
      this.lines.set(`${browser} ${replica}`, {
        replica,
        browser,
        version,
        epoch: version,
        before: undefined,
        waitsUntil: now + waitsForMs,
        byHandAt: undefined,
        touchedAt: now,
      });
    return Promise.resolve(now);
  }

  stay(replica: string, until: number): Promise<number> {
    if (this.replicas.has(replica)) this.replicas.set(replica, until);
    return Promise.resolve(this.now());
  }

  leave(replica: string): Promise<void> {
    for (const line of this.lines.values())
      if (line.replica === replica && line.waitsUntil === Infinity) line.waitsUntil = this.now() + lingerMs;
    this.replicas.delete(replica);
    return Promise.resolve();
  }

  raise({ replica, browser, version, first, byHand }: Raise): Promise<boolean> {
    if (!this.replicas.has(replica)) return Promise.resolve(false);
    const line = this.lines.get(`${browser} ${replica}`);
    if (line !== undefined && line.version > version) return Promise.resolve(true);
    this.lines.set(`${browser} ${replica}`, {
      replica,
      browser,
      version,
      epoch: version,
      before: first ? line?.epoch : line?.before,
      waitsUntil: Infinity,
      byHandAt: byHand ? this.now() : line?.byHandAt,
      touchedAt: this.now(),
    });
    return Promise.resolve(true);
  }

  settle({ replica, browser, version, epoch, waitsForMs }: Settlement): Promise<void> {
    const line = this.lines.get(`${browser} ${replica}`);
    if (line === undefined || line.version > version) return Promise.resolve();
    line.version = version;
    line.epoch = epoch === 'raise' ? version : line.before;
    line.waitsUntil = waitsForMs === 0 ? 0 : this.now() + waitsForMs;
    line.touchedAt = this.now();
    return Promise.resolve();
  }

  read({ books, browser, portal, sessionId }: Reading): Promise<SharedStanding> {
    const now = this.now();
    for (const [name, until] of this.replicas) if (until < now - forgetReplicaMs) this.replicas.delete(name);
    this.forgetStrangers(now);
    const lines = [...this.lines.values()].filter((line) => books.includes(line.browser));
    const kept = browser === undefined ? undefined : this.answers.get(`${browser} ${portal}`);
    const byHand = [...lines, ...(kept === undefined ? [] : [kept])].flatMap(({ byHandAt }) => byHandAt ?? []);
    const epochs = lines.flatMap((line) => (line.epoch === undefined ? [] : `${line.replica}:${line.epoch}`));
    return Promise.resolve({
      now,
      epoch: [...[...this.replicas.keys()].sort(), '|', ...epochs.sort()].join(' '),
      waiting: lines.some((line) => line.waitsUntil > now),
      complete: [...this.replicas.values()].every((until) => until > now),
      byHandAt: byHand.length === 0 ? undefined : Math.max(...byHand),
      ended: sessionId !== undefined && this.ended.has(sessionId),
      answer: kept?.answer,
    });
  }

  keep({ browser, portal, answer, byHand }: Keeping): Promise<void> {
    if (answer.askedAt <= this.now() - forgetStrangersMs) return Promise.resolve();
    const known = this.answers.get(`${browser} ${portal}`);
    const byHandAt = byHand ? this.now() : known?.byHandAt;
    if (known === undefined || known.answer.askedAt <= answer.askedAt)
      this.answers.set(`${browser} ${portal}`, { answer, byHandAt });
    return Promise.resolve();
  }

  private forgetStrangers(now: number): void {
    const goneBy = new Set(
      [...this.answers].map(([key, { answer }]) => `${key.split(' ')[1] ?? ''}:${answer.cookies}`),
    );
    for (const [key, { browser, touchedAt, waitsUntil }] of this.lines)
      if (browser.includes(':') && !goneBy.has(browser) && touchedAt < now - forgetStrangersMs && waitsUntil < now)
        this.lines.delete(key);
  }

  /** A crash: nothing of it is written to disk. */
  wipe(): void {
    this.replicas.clear();
    this.lines.clear();
    this.answers.clear();
  }
}
