/** What the agent says about itself, on its own stdout, which no agent reads. */
import type { Outcome } from './elasticsearch.ts';

const intervalMs = 60_000;

export class Report {
  private readonly write: (line: string) => void;
  private sentSince = 0;
  private refusedSince = 0;
  private summedUpAtMs = Date.now();
  private reason: string | undefined;

  constructor(write: (line: string) => void) {
    this.write = write;
  }

  sent({ sent, refused }: Outcome): void {
    if (this.reason !== undefined) this.say('info', 'Elasticsearch takes lines again');
    this.reason = undefined;
    this.sentSince += sent;
    this.refusedSince += refused;
    if (Date.now() - this.summedUpAtMs < intervalMs) return;
    this.say('info', 'Lines sent', { sent: this.sentSince, refused: this.refusedSince });
    [this.sentSince, this.refusedSince, this.summedUpAtMs] = [0, 0, Date.now()];
  }

  /** Once for the same reason, however often it is tried. */
  held(reason: string): void {
    if (reason !== this.reason) this.say('warn', 'Elasticsearch does not take lines now', { reason });
    this.reason = reason;
  }

  notRemembered(reason: string): void {
    this.say('warn', 'It could not be written down how far was read', { reason });
  }

  say(level: 'info' | 'warn' | 'error', message: string, labels?: Record<string, string | number>): void {
    this.write(JSON.stringify({ '@timestamp': new Date().toISOString(), 'log.level': level, message, labels }));
  }
}
