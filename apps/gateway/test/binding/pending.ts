import type { Chance } from './chance.ts';

interface Step {
  what: string;
  run: () => void;
}

/** Everything that is on its way somewhere: it arrives in any order. */
export class Pending {
  private readonly steps: Step[] = [];

  get size(): number {
    return this.steps.length;
  }

  add(what: string, run: () => void): void {
    this.steps.push({ what, run });
  }

  /** Rather an old one than a young one. @returns what has happened */
  runAny(chance: Chance): string {
    const [step] = this.steps.splice(Math.floor(this.steps.length * chance.next() ** 3), 1);
    step?.run();
    return step?.what ?? 'nothing';
  }
}
