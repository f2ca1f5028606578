import { Injectable } from '@nestjs/common';
import type { Incident } from '@wellspring/contract-pinpoint';
import { Lifecycle, Logger, messageOf, Metrics, type Counter, type LogFields } from '@wellspring/platform';
import type { Verdict } from '../judge/judge.ts';
import { IncidentBook, type IncidentEvent } from './incident-book.ts';
import { IncidentStore } from './incident.store.ts';

const saveEveryMs = 1_000;
const loadTimeoutMs = 3_000;

/**
 * The incidents of now, and those before. What is said never waits for the database, which may be what is broken: what
 * could not be written is written when it is back.
 */
@Injectable()
export class Incidents {
  private book = new IncidentBook();
  private readonly unsaved = new Map<string, Incident>();
  private readonly listeners = new Set<(event: IncidentEvent) => void>();
  private readonly opened: Counter<'kind'>;
  private readonly timer: NodeJS.Timeout;
  private saving: Promise<void> | undefined;

  constructor(
    private readonly store: IncidentStore,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
    metrics: Metrics,
  ) {
    this.opened = metrics.counter({
      name: 'pinpoint_incidents_total',
      help: 'Incidents by kind of cause',
      labels: ['kind'],
    });
    metrics.gauge({
      name: 'pinpoint_incidents_open',
      help: 'Incidents that are open',
      collect: (gauge) => {
        gauge.set({}, this.open.length);
      },
    });
    this.timer = setInterval(() => void this.save(), saveEveryMs).unref();
    lifecycle.onStopWorkers('incidents', async () => {
      clearInterval(this.timer);
      await this.save();
    });
  }

  /** Goes on with what was open when the process before this one ended. */
  async load(): Promise<void> {
    try {
      const deadline = new Promise<never>((_resolve, reject) => {
        setTimeout(() => {
          reject(new Error(`no answer within ${loadTimeoutMs} ms`));
        }, loadTimeoutMs).unref();
      });
      this.book = new IncidentBook(await Promise.race([this.store.open(), deadline]));
    } catch (error) {
      this.logger.warn('open incidents cannot be read; beginning without', { 'error.message': messageOf(error) });
    }
  }

  get open(): Incident[] {
    return this.book.incidents.filter(({ state }) => state === 'open');
  }

  /** Open ones, and those resolved within the last minutes. */
  get current(): Incident[] {
    return this.book.incidents;
  }

  take(verdict: Verdict, atMsOf: (tick: number) => number): void {
    for (const event of this.book.take(verdict, atMsOf)) {
      const { what, incident } = event;
      if (what === 'opened') this.opened.inc({ kind: incident.diagnosis.kind });
      this.logger.warn(`Incident ${what}: ${incident.diagnosis.headline}`, fieldsOf(event));
      this.unsaved.set(incident.id, incident);
      for (const listener of this.listeners) listener(event);
    }
  }

  onEvent(listener: (event: IncidentEvent) => void): void {
    this.listeners.add(listener);
  }

  async latest(limit: number): Promise<Incident[]> {
    const kept = await this.store.latest(limit);
    const byId = new Map([...kept, ...this.book.incidents].map((incident) => [incident.id, incident]));
    return [...byId.values()].toSorted((a, b) => b.openedMs - a.openedMs).slice(0, limit);
  }

  async find(id: string): Promise<Incident | undefined> {
    return this.book.incidents.find((incident) => incident.id === id) ?? (await this.store.find(id));
  }

  private save(): Promise<void> {
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined;
    });
    return this.saving;
  }

  private async saveAll(): Promise<void> {
    for (const [id, incident] of this.unsaved) {
      try {
        await this.store.save(incident);
      } catch (error) {
        this.logger.debug('an incident could not be written yet', { 'error.message': messageOf(error) });
        return;
      }
      // Unless it has changed meanwhile.
      if (this.unsaved.get(id) === incident) this.unsaved.delete(id);
    }
  }
}

function fieldsOf({ what, incident: { id, masked, diagnosis } }: IncidentEvent): LogFields {
  return {
    'event.action': `incident-${what}`,
    incident_id: id,
    cause_kind: diagnosis.kind,
    cause_subject: diagnosis.subject,
    masked: String(masked),
  };
}
