import { Inject, Injectable } from '@nestjs/common';
import type {
  CustomerDocument,
  Incident,
  IncidentDocument,
  LogEntry,
  NowDocument,
  SilenceDocument,
} from '@wellspring/contract-pinpoint';
import { Customers } from '../customer/customers.ts';
import { Silences } from '../alert/silences.ts';
import type { Silence } from '../alert/silence.store.ts';
import { Incidents } from '../incident/incidents.ts';
import { type LogSource, logSourceToken } from '../reference/log-source.ts';
import { told } from '../judge/symptom.ts';
import { Watcher } from '../watch/watcher.ts';
import { edgesIn, processesIn, signalsOf, trafficSignals } from './now.view.ts';
import { IncidentNotFoundError, NotWatchingYetError, SilenceNotFoundError } from './operations.errors.ts';

const changesShown = 20;

/** What operators ask, whatever they ask it with. */
@Injectable()
export class Operations {
  constructor(
    private readonly watcher: Watcher,
    private readonly incidents: Incidents,
    private readonly silences: Silences,
    private readonly customers: Customers,
    @Inject(logSourceToken) private readonly logs: LogSource,
  ) {}

  now(): NowDocument {
    const { verdict, judge } = this.watcher;
    if (verdict === undefined) throw new NotWatchingYetError();
    const { history } = judge;
    return {
      at: new Date(verdict.atMs).toISOString(),
      incidents: this.incidents.current.toSorted((a, b) => rank(a) - rank(b) || b.sinceMs - a.sinceMs),
      symptoms: verdict.symptoms.map(told),
      processes: processesIn(history),
      edges: edgesIn(history),
      changes: history.changes.slice(-changesShown).toReversed(),
      signals: trafficSignals(history),
    };
  }

  async incident(id: string): Promise<IncidentDocument> {
    const incident = await this.incidents.find(id);
    if (incident === undefined) throw new IncidentNotFoundError();
    const { history } = this.watcher.judge;
    const signals = [...signalsOf(history, incident.diagnosis), ...trafficSignals(history)];
    return { incident, signals, changes: history.changes.slice(-changesShown).toReversed() };
  }

  latest(limit: number): Promise<Incident[]> {
    return this.incidents.latest(limit);
  }

  byReference(traceId: string): Promise<LogEntry[]> {
    return this.logs.byReference(traceId);
  }

  /** @param operator who looks, which is recorded */
  customer(customer: string, operator: string): Promise<CustomerDocument> {
    return this.customers.look(customer, operator);
  }

  silencesInForce(): SilenceDocument[] {
    return this.silences.inForce.map(toDocument);
  }

  async silence(silence: Omit<Silence, 'id'>): Promise<SilenceDocument> {
    return toDocument(await this.silences.add(silence));
  }

  async endSilence(id: string): Promise<void> {
    if (!(await this.silences.end(id))) throw new SilenceNotFoundError();
  }

  /** Told once a second. @returns how to be told no more */
  onSecond(listener: () => void): () => void {
    return this.watcher.onVerdict(listener);
  }
}

function toDocument({ until, ...silence }: Silence): SilenceDocument {
  return { ...silence, until: until.toISOString() };
}

function rank({ state, masked }: Incident): number {
  return (state === 'open' ? 0 : 2) + (masked ? 1 : 0);
}
