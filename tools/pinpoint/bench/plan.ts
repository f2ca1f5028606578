/** Which runs a sheet still needs. */
import { existsSync, readdirSync } from 'node:fs';
import { cases } from './cases.ts';
import { secondsPerRun, secondsToStart } from './timing.ts';

export interface Plan {
  /** Names of cases, in the order in which they are played. */
  missing: string[];
  /** How many of the wanted runs are there. */
  played: number;
}

/**
 * Everything that was played before counts, so that a sheet can be played in several sittings. Round by round, so that
 * one that is cut short has as many of each.
 * @param only names of cases or classes; all when there are none
 * @throws Error naming what is neither
 */
export function planFor(only: readonly string[], runs: number, folder: string): Plan {
  const names = chosen(only);
  const there = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jsonl.gz')) : [];
  const countOf = (name: string): number => there.filter((file) => caseOf(file) === name).length;
  const counts = new Map(names.map((name) => [name, Math.min(runs, countOf(name))]));
  const rounds = Array.from({ length: runs }, (_, round) => names.filter((name) => (counts.get(name) ?? 0) <= round));
  return { missing: rounds.flat(), played: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

export function planInWords({ missing, played }: Plan): string {
  if (missing.length === 0) return `All ${played} runs are there.`;
  const minutes = Math.ceil((secondsToStart + missing.length * secondsPerRun) / 60);
  const long = minutes < 90 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`;
  return `${missing.length} runs to play, ${played} are there: about ${long}. What is cut short goes on when it is called again.`;
}

/** `engine-hangs-mx1bh91e4.jsonl.gz` is one of `engine-hangs`. */
function caseOf(file: string): string {
  return file.replace(/-[^-]*\.jsonl\.gz$/, '');
}

function chosen(only: readonly string[]): string[] {
  if (only.length === 0) return Object.keys(cases);
  return only.flatMap((wanted) => {
    const found = Object.entries(cases).filter(([name, { of }]) => name === wanted || of === wanted);
    if (found.length === 0) throw new Error(`There is neither a case nor a class "${wanted}".`);
    return found.map(([name]) => name);
  });
}
