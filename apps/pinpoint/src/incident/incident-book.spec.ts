import { describe, expect, it } from '@jest/globals';
import type { CauseKind } from '@wellspring/contract-pinpoint';
import type { Cause } from '../judge/cause.ts';
import type { Symptom } from '../judge/symptom.ts';
import { IncidentBook, type IncidentEvent } from './incident-book.ts';

const msOf = (tick: number): number => tick * 1_000;

function causeOf(kind: CauseKind, rest: Partial<Cause> = {}): Cause {
  return {
    kind,
    subject: 'billing',
    operations: [],
    instances: [],
    sinceTick: 100,
    evidence: [],
    change: undefined,
    suspects: [],
    ...rest,
  };
}

function symptomOf(kind: Symptom['kind'], side: Symptom['side'], sinceTick = 101): Symptom {
  return { kind, capability: 'invoices', side, sinceTick, text: 'seen' };
}

/** A book that is told one verdict a second. */
class Watch {
  readonly book: IncidentBook;
  private tick = 100;
  private ids = 0;

  constructor() {
    this.book = new IncidentBook([], () => `incident-${(this.ids += 1)}`);
  }

  /** @returns what happened, in short */
  seconds(seconds: number, causes: Cause[], symptoms: Symptom[] = []): string[] {
    return this.events(seconds, causes, symptoms).map(({ what, incident }) => `${what} ${incident.id}`);
  }

  private events(seconds: number, causes: Cause[], symptoms: Symptom[]): IncidentEvent[] {
    return Array.from({ length: seconds }, () => {
      this.tick += 1;
      return this.book.take({ tick: this.tick, atMs: msOf(this.tick), causes, symptoms }, msOf);
    }).flat();
  }
}

describe('an incident', () => {
  const away = causeOf('process-away');

  it('is opened once its cause was seen twice, and five times where nobody knows it', () => {
    const watch = new Watch();
    expect(watch.seconds(1, [away])).toEqual([]);
    expect(watch.seconds(1, [away])).toEqual(['opened incident-1']);
    const unknown = causeOf('unknown', { subject: 'portal' });
    expect(watch.seconds(4, [away, unknown])).toEqual([]);
    expect(watch.seconds(1, [away, unknown])).toEqual(['opened incident-2']);
  });

  it('is not opened for what is seen now and then', () => {
    const watch = new Watch();
    for (let time = 0; time < 5; time += 1) expect([...watch.seconds(1, [away]), ...watch.seconds(3, [])]).toEqual([]);
  });

  it('is over after fifteen seconds without it, and the same one if that comes back within two minutes', () => {
    const watch = new Watch();
    watch.seconds(2, [away]);
    expect(watch.seconds(15, [])).toEqual([]);
    expect(watch.seconds(1, [])).toEqual(['resolved incident-1']);
    expect(watch.seconds(119, [])).toEqual([]);
    expect(watch.seconds(1, [away])).toEqual(['reopened incident-1']);
    watch.seconds(16, []);
    watch.seconds(122, []);
    expect(watch.seconds(2, [away])).toEqual(['opened incident-2']);
  });

  it('of a cause that was not known yet becomes that of the cause that is found', () => {
    const watch = new Watch();
    watch.seconds(5, [causeOf('unknown', { subject: 'portal' })]);
    expect(watch.seconds(1, [causeOf('background-hangs', { subject: 'rating' })])).toEqual(['updated incident-1']);
    expect(watch.book.incidents.map(({ diagnosis }) => diagnosis.subject)).toEqual(['rating']);
  });

  it('stays its own where something else breaks later', () => {
    const watch = new Watch();
    watch.seconds(5, [causeOf('unknown', { subject: 'portal' })]);
    const later = causeOf('background-hangs', { subject: 'rating', sinceTick: 121 });
    expect(watch.seconds(2, [later])).toEqual(['opened incident-2']);
  });

  it('of a cause that is known is never that of another', () => {
    const watch = new Watch();
    watch.seconds(2, [away]);
    const other = causeOf('background-hangs', { subject: 'rating' });
    expect(watch.seconds(2, [away, other])).toEqual(['opened incident-2']);
  });

  it.each<[string, Symptom[], boolean, string]>([
    ['nobody notices', [symptomOf('masked', 'new')], true, 'look'],
    ['customers of the new side notice', [symptomOf('failed', 'new')], false, 'rollback'],
    ['those of the old side do, too', [symptomOf('failed', 'new'), symptomOf('failed', 'legacy')], false, 'look'],
    ['they had noticed something long before', [symptomOf('failed', 'new', 89)], true, 'look'],
  ])('calls for what helps where %s', (_who, symptoms, masked, firstAid) => {
    const watch = new Watch();
    watch.seconds(2, [away], symptoms);
    expect(watch.book.incidents).toMatchObject([{ masked, diagnosis: { firstAid: { action: firstAid } } }]);
  });

  it('that nobody noticed is told again once somebody does, and calls until its end', () => {
    const watch = new Watch();
    watch.seconds(2, [away]);
    expect(watch.seconds(1, [away], [symptomOf('failed', 'new')])).toEqual(['updated incident-1']);
    expect(watch.seconds(1, [away])).toEqual([]);
    expect(watch.book.incidents).toMatchObject([{ masked: false }]);
  });

  it('that was open when the process ended goes on, and ends', () => {
    const watch = new Watch();
    watch.seconds(2, [away]);
    const after = new IncidentBook(watch.book.incidents);
    expect(after.take({ tick: 3, atMs: msOf(103), causes: [away], symptoms: [] }, msOf)).toEqual([]);
    const ended = after.take({ tick: 30, atMs: msOf(130), causes: [], symptoms: [] }, msOf);
    expect(ended).toMatchObject([{ what: 'resolved', incident: { id: 'incident-1' } }]);
  });
});
