/** What was seen of each side since the last look. */
import type { Side, Visit } from './customer.ts';

export class Tally {
  private visits: Visit[] = [];
  private held = 0;

  add(visit: Visit): void {
    this.visits.push(visit);
  }

  /** A visit that was not made: too many were under way. */
  holdBack(): void {
    this.held += 1;
  }

  /** @returns a line for people, and begins anew */
  take(): string {
    const sides = (['old', 'new'] as const).map((side) => describe(side, this.visits));
    const held = this.held === 0 ? '' : `  ${this.held} not made: too many under way`;
    this.visits = [];
    this.held = 0;
    return `${sides.join('   ')}${held}`;
  }
}

function describe(side: Side, all: Visit[]): string {
  const visits = all.filter((visit) => visit.side === side);
  const failed = visits.filter(({ ok }) => !ok).length;
  const times = visits.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(times.length * share)] ?? 0);
  const speed = visits.length === 0 ? '' : `, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
  const line = `${side} ${String(visits.length).padStart(4)} visits, ${failed} failed${speed}`;
  return line.padEnd(52);
}
