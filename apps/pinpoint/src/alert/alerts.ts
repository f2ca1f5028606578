import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Incident } from '@wellspring/contract-pinpoint';
import { Lifecycle, Logger, messageOf, Metrics, type Counter } from '@wellspring/platform';
import { Agent, request } from 'undici';
import { AlertSettings } from '../config.ts';
import type { IncidentEvent } from '../incident/incident-book.ts';
import { Incidents } from '../incident/incidents.ts';
import { alertOf, webhookBody } from './messages.ts';
import { Silences } from './silences.ts';

/** Alertmanager is told again and again, as it wants to be, and so is whoever waits for a sign of life. */
const repeatMs = 30_000;
const expireMs = 5 * repeatMs;
const attempts = 4;
const firstPauseMs = 500;

/** Tells those who want to know: Alertmanager, webhooks, and a dead man's switch that goes off when this falls silent. */
@Injectable()
export class Alerts implements OnApplicationBootstrap {
  private readonly agent = new Agent();
  private readonly sent: Counter<'to' | 'outcome'>;
  private readonly open = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: AlertSettings,
    private readonly incidents: Incidents,
    private readonly silences: Silences,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
    metrics: Metrics,
  ) {
    this.sent = metrics.counter({
      name: 'pinpoint_alerts_total',
      help: 'Messages to those who are told',
      labels: ['to', 'outcome'],
    });
    lifecycle.onStopWorkers('alerts', () => {
      clearInterval(this.timer);
      this.open.abort();
    });
    lifecycle.onCloseConnections('alerts', () => this.agent.destroy());
  }

  onApplicationBootstrap(): void {
    this.incidents.onEvent((event) => {
      this.tell(event);
    });
    this.timer = setInterval(() => {
      this.repeat();
    }, repeatMs).unref();
    this.repeat();
  }

  private tell({ what, incident }: IncidentEvent): void {
    if (this.silences.covers(incident.diagnosis.subject)) return;
    void this.alertmanager([incident]);
    for (const url of this.settings.webhookUrls) {
      void this.deliver('webhook', url, webhookBody(what, incident, this.settings));
    }
  }

  private repeat(): void {
    const open = this.incidents.open.filter(({ diagnosis }) => !this.silences.covers(diagnosis.subject));
    if (open.length > 0) void this.alertmanager(open);
    const { deadManUrl } = this.settings;
    if (deadManUrl !== undefined)
      void this.deliver('dead_man', deadManUrl, { alive: true, at: new Date().toISOString() });
  }

  private async alertmanager(incidents: readonly Incident[]): Promise<void> {
    const { alertmanagerUrl } = this.settings;
    if (alertmanagerUrl === undefined) return;
    const alerts = incidents.map((incident) => alertOf(incident, this.settings, Date.now() + expireMs));
    await this.deliver('alertmanager', `${alertmanagerUrl}/api/v2/alerts`, alerts);
  }

  /** Tries a few times; what an alert says is said again by the next one. */
  private async deliver(to: string, url: string, body: unknown): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const problem = await this.post(url, body).catch(messageOf);
      if (problem === undefined) {
        this.sent.inc({ to, outcome: 'ok' });
        return;
      }
      this.sent.inc({ to, outcome: 'failed' });
      if (attempt === attempts || !(await this.pause(firstPauseMs * 2 ** attempt))) {
        this.logger.error(`an alert could not be delivered`, undefined, { alert_to: to, 'error.message': problem });
        return;
      }
    }
  }

  private async post(url: string, body: unknown): Promise<string | undefined> {
    const response = await request(url, {
      method: 'POST',
      dispatcher: this.agent,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.settings.alertTimeoutMs),
    });
    await response.body.dump();
    return response.statusCode < 300 ? undefined : `answered ${response.statusCode}`;
  }

  private pause(ms: number): Promise<boolean> {
    const { signal } = this.open;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(true);
      }, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(false);
      });
      if (signal.aborted) resolve(false);
    });
  }
}
