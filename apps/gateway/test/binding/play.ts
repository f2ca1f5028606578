import { Model, type Mode, type ModelOptions, RuleBrokenError, type Tally } from './model.ts';
import type { Kind } from './old-portals.ts';

/** Played with each seed. */
export const stepsEach = 1_000;

const kinds: Kind[] = ['keeps', 'rotates', 'remembers', 'switches'];
const modes: Mode[] = ['off', 'header', 'form'];
export const worlds = kinds.flatMap((kind) => modes.map((mode) => ({ kind, mode })));

/** @returns what happened, and how the rule was broken when it was */
export async function play(options: ModelOptions): Promise<Tally & { broken?: string }> {
  const model = new Model(options);
  try {
    return await model.run(stepsEach);
  } catch (error) {
    if (!(error instanceof RuleBrokenError)) throw error;
    const { seed, kind, mode } = options;
    return { ...model.tally, broken: `seed ${seed}, ${kind}, ${mode}: ${error.message}` };
  }
}
