import { createFormats, type Money } from '@wellspring/web';

const formats = createFormats('en');
const counts = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const calendar = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

export function formatCount(count: number): string {
  return counts.format(count);
}

/** An amount with all decimals of its currency. */
export function formatMoney(amount: Money): string {
  return formats.money(amount);
}

/** @param share 0 to 1. One decimal where it says something: `0.4 %`, `12 %`, but never `0 %` of what is more than nothing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent < 100 && percent > 99.9) return '> 99.9 %';
  return `${percent >= 10 && percent <= 99 ? Math.round(percent) : Math.round(percent * 10) / 10} %`;
}

/** `48 ms`, `1.24 s`, `300 s`; a dash when there is nothing to measure. */
export function formatLatency(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(2)} s` : `${Math.round(ms / 1_000)} s`;
}

/** A length of time in the unit people would say it in: `30 s`, `5 min`, `1 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return minutes === 60 ? '1 h' : `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

export function formatAgo(ms: number): string {
  return ms < 5_000 ? 'just now' : `${formatDuration(ms)} ago`;
}

/** Time of day where the operator is. */
export function formatTime(at: number | Date): string {
  return clock.format(at);
}

/** The time of day, and the date unless it is today's. */
export function formatMoment(at: Date, now: Date): string {
  const time = formatTime(at);
  return at.toDateString() === now.toDateString() ? time : `${calendar.format(at)}, ${time}`;
}

/** What the times on the page mean: `CET`, `UTC`. */
export function timeZoneName(): string {
  return zone.formatToParts(new Date()).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Who decided: `operator:olga` → `olga`. */
export function formatActor(actor: string): string {
  if (actor === 'guardrail') return 'Guardrail';
  if (actor === 'file') return 'Git';
  return actor.replace(/^operator:/, '');
}

export function formatPosition({ stage, percent }: { stage: string; percent: number }): string {
  return stage === 'canary' ? `canary ${percent} %` : stage;
}
