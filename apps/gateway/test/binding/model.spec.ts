import { describe, expect, it } from '@jest/globals';
import type { EpochBook } from '../../src/binding/epoch-book.ts';
import { theRule, type Rule } from '../../src/binding/rule.ts';
import { type Disturbance, type Mode, Model, type ModelOptions, type Tally } from './model.ts';
import type { Kind } from './old-portals.ts';

/**
 * `MODEL_STEPS=100000 npx nx test gateway --testFile=binding/model` plays more of it. A seed that failed is played again
 * with `MODEL_SEED=<seed>`.
 */
const steps = Number(process.env['MODEL_STEPS'] ?? 12_000);
const firstSeed = Number(process.env['MODEL_SEED'] ?? 1);
/** Lines whose absence takes many seeds to show are switched off by hand only: it takes minutes. */
const isByHand = process.env['MODEL_STEPS'] !== undefined;
const soonFound = new Set([
  'stoodStill',
  'heldStill',
  'isSamePerson',
  'isVouchedFor',
  'raising before a request is sent',
  'raising when the head arrives',
]);
const stepsEach = 1_000;
const mostSeeds = 60;

const kinds: Kind[] = ['keeps', 'rotates', 'remembers', 'switches'];
const modes: Mode[] = ['off', 'header', 'form'];
const worlds = kinds.flatMap((kind) => modes.map((mode) => ({ kind, mode })));

async function play(options: ModelOptions): Promise<Tally> {
  return new Model(options).run(stepsEach).catch((error: unknown) => {
    throw new Error(`seed ${options.seed}, ${options.kind}, ${options.mode}: ${String(error)}`, { cause: error });
  });
}

describe('the rule', () => {
  it.each(worlds)('holds with an old side that $kind, and the bridge $mode', async (world) => {
    const seeds = Math.max(1, Math.ceil(steps / stepsEach / worlds.length));
    let shown = 0;
    let reused = 0;
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      const tally = await play({ ...world, seed, rule: theRule });
      shown += tally.shown;
      reused += tally.reused;
    }
    expect(shown).toBeGreaterThan(0);
    if (isByHand) expect(reused).toBeGreaterThan(0);
  });
});

/** What is broken when a line is missing, and what brings it to light soonest. */
const without: [line: string, rule: Partial<Rule>, stress: Disturbance | undefined][] = [
  ['isKnown', { isKnown: () => true }, 'cutOff'],
  ['stoodStill', { stoodStill: () => true }, undefined],
  ['nothingWaits', { nothingWaits: () => true }, undefined],
  ['sameCookies', { sameCookies: () => true }, undefined],
  ['sameNode', { sameNode: () => true }, 'otherNode'],
  ['isFresh', { isFresh: () => true }, 'takeOver'],
  ['browserIsKnown', { browserIsKnown: () => true }, 'idLost'],
  ['outlastsOutage', { outlastsOutage: () => true }, 'oldSideAway'],
  ['mayShare', { mayShare: () => true }, undefined],
  ['heldStill', { heldStill: () => true }, undefined],
  ['mayAsk', { mayAsk: () => true }, undefined],
  ['isSamePerson', { isSamePerson: () => true }, undefined],
  ['isVouchedFor', { isVouchedFor: () => true }, undefined],
  ['isAnswered', { isAnswered: () => true }, 'oldSideAway'],
  ['isOver', { isOver: () => false }, undefined],
  ['mayHandOut', { mayHandOut: () => true }, undefined],
];

const spoilt: [what: string, spoil: (book: EpochBook) => Partial<EpochBook>, stress: Disturbance | undefined][] = [
  ['raising before a request is sent', () => ({ raise: () => Promise.resolve(true) }), undefined],
  [
    'raising when the head arrives',
    (book) => ({ settle: (settlement) => book.settle({ ...settlement, epoch: 'takeBack' }) }),
    undefined,
  ],
  [
    'waiting for what nobody waits for any more',
    (book) => ({ settle: (each) => book.settle({ ...each, waitsForMs: each.waitsForMs === Infinity ? Infinity : 0 }) }),
    undefined,
  ],
  [
    'ending what cannot say that it stays',
    (book) => ({ stay: (name, until) => book.stay(name, until + 3_600_000) }),
    'cutOff',
  ],
  [
    'saying what is under way when coming back',
    (book) => ({ join: (name, earlier) => book.join(name, earlier, []) }),
    'databaseAway',
  ],
];

async function isFound(options: Omit<ModelOptions, 'seed' | 'kind' | 'mode'>): Promise<string> {
  for (let seed = 1; seed <= mostSeeds; seed += 1)
    for (const world of worlds) {
      try {
        await play({ ...world, ...options, seed });
      } catch (error) {
        return String(error);
      }
    }
  return 'nothing was found';
}

describe('without any one line of it', () => {
  it.each(without.filter(([line]) => isByHand || soonFound.has(line)))(
    '%s: it is broken',
    async (_line, missing, stress) => {
      expect(await isFound({ rule: { ...theRule, ...missing }, stress })).toContain('seed');
    },
    120_000,
  );

  it.each(spoilt.filter(([what]) => isByHand || soonFound.has(what)))(
    '%s: it is broken',
    async (_what, spoil, stress) => {
      expect(await isFound({ rule: theRule, spoil, stress })).toContain('seed');
    },
    120_000,
  );
});
