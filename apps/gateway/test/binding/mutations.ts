import type { EpochBook } from '../../src/binding/epoch-book.ts';
import { theRule, type Rule } from '../../src/binding/rule.ts';
import type { Disturbance, ModelOptions } from './model.ts';
import { play, worlds } from './play.ts';

/** The rule without one of its lines. */
export interface Mutation extends Pick<ModelOptions, 'rule' | 'stress' | 'spoil'> {
  line: string;
  /** Whether few seeds bring it to light: the others take minutes. */
  isSoonFound: boolean;
}

const mostSeeds = 60;

const soonFound = new Set([
  'stoodStill',
  'heldStill',
  'isSamePerson',
  'isVouchedFor',
  'raising before a request is sent',
  'raising when the head arrives',
]);

/** What is broken when a line is missing, and what brings it to light soonest. */
const withoutLine: [line: string, rule: Partial<Rule>, stress?: Disturbance][] = [
  ['isKnown', { isKnown: () => true }, 'cutOff'],
  ['stoodStill', { stoodStill: () => true }],
  ['nothingWaits', { nothingWaits: () => true }],
  ['sameCookies', { sameCookies: () => true }],
  ['sameNode', { sameNode: () => true }, 'otherNode'],
  ['isFresh', { isFresh: () => true }, 'takeOver'],
  ['browserIsKnown', { browserIsKnown: () => true }, 'idLost'],
  ['outlastsOutage', { outlastsOutage: () => true }, 'oldSideAway'],
  ['mayShare', { mayShare: () => true }],
  ['heldStill', { heldStill: () => true }],
  ['mayAsk', { mayAsk: () => true }],
  ['isSamePerson', { isSamePerson: () => true }],
  ['isVouchedFor', { isVouchedFor: () => true }],
  ['isAnswered', { isAnswered: () => true }, 'oldSideAway'],
  ['isOver', { isOver: () => false }],
  ['mayHandOut', { mayHandOut: () => true }],
];

const spoiltBook: [line: string, spoil: (book: EpochBook) => Partial<EpochBook>, stress?: Disturbance][] = [
  ['raising before a request is sent', () => ({ raise: () => Promise.resolve(true) })],
  [
    'raising when the head arrives',
    (book) => ({ settle: (settlement) => book.settle({ ...settlement, epoch: 'takeBack' }) }),
  ],
  [
    'waiting for what nobody waits for any more',
    (book) => ({ settle: (each) => book.settle({ ...each, waitsForMs: each.waitsForMs === Infinity ? Infinity : 0 }) }),
    'givenUp',
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

export const mutations: readonly Mutation[] = [
  ...withoutLine.map(([line, missing, stress]) => ({ line, rule: { ...theRule, ...missing }, stress })),
  ...spoiltBook.map(([line, spoil, stress]) => ({ line, rule: theRule, spoil, stress })),
].map((mutation) => ({ ...mutation, isSoonFound: soonFound.has(mutation.line) }));

/** @returns how the model breaks what is left of the rule; undefined when it does not */
export async function brokenBy({ rule, stress, spoil }: Mutation): Promise<string | undefined> {
  for (let seed = 1; seed <= mostSeeds; seed += 1)
    for (const world of worlds) {
      const { broken } = await play({ ...world, rule, stress, spoil, seed });
      if (broken !== undefined) return broken;
    }
  return undefined;
}
