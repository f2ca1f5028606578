import type {
  GuardrailReference,
  GuardrailReport,
  GuardrailState,
  GuardrailTest,
  TrafficStats,
} from '@wellspring/contract-gateway';
import type { GuardrailsDeclaration } from '../file/migration-file.schema.ts';
import { binomial, type Count, fisher } from './exact-test.ts';
import { type MeasuredTraffic, statsOf } from './measured-traffic.ts';

/** Of a capability with customers on the new side. */
export interface Verdict extends GuardrailReport {
  state: Exclude<GuardrailState, 'idle'>;
}

/** The old side when it last had enough traffic to be measured. */
export interface Baseline {
  errorRate: number;
  p95Ms?: number;
  requests: number;
  at: Date;
}

/** What one kind of customers met on the new side: in the whole window, and in the last tenth of it. */
export interface JudgedCustomers {
  window: MeasuredTraffic;
  recent: MeasuredTraffic;
}

export interface JudgedTraffic {
  new: Readonly<Record<GuardrailTest['customers'], JudgedCustomers>>;
  /** The old side in the whole window: those left there by chance, and everybody. */
  legacy: { chance: MeasuredTraffic; all: MeasuredTraffic };
}

/** Of the difference allowed: what is less than this worse is nobody's reason to go back, however sure it is. */
const negligiblePart = 1 / 20;
/** Of the requests of a side whose p95 is known, at most so many are slower than a multiple of it. */
const slowerThanP95 = 0.05;

/**
 * Whether the new side is worse than the old one by more than is allowed, and by more than chance explains. In stage `new`
 * hardly anybody is left on the old side; the new one is held against what the old side was like when it last had traffic.
 * Customers chosen by chance are like those on the old side; those included by hand (testers, employees) may not be, so
 * each are judged apart.
 */
export function judge(
  rules: GuardrailsDeclaration,
  { new: fresh, legacy }: JudgedTraffic,
  significance: number,
  baseline?: Baseline,
): Verdict {
  const { minRequests } = rules;
  const old = legacy.chance.observations >= minRequests ? legacy.chance : legacy.all;
  const reference = referenceFor(rules, old, baseline);
  const limits = limitsFor(rules, reference);
  const verdict = { new: statsOf(fresh.all.window), legacy: statsOf(legacy.all), reference, limits };
  if (fresh.all.window.observations < minRequests) {
    const reason = `too little traffic: ${fresh.all.window.observations} of ${minRequests} requests on the new side`;
    return { ...verdict, state: 'insufficient', reasons: [reason], tests: [] };
  }

  const apart = (['chance', 'hand'] as const).filter((each) => fresh[each].window.observations >= minRequests);
  const tests = (apart.length > 0 ? apart : (['all'] as const)).flatMap((customers) =>
    (['window', 'recent'] as const).flatMap((span) => {
      const traffic = fresh[customers][span];
      if (traffic.observations < minRequests) return [];
      const whose = { customers, span, significance };
      return [
        ...errorTest(rules, whose, traffic, reference, limits),
        ...latencyTest(whose, traffic, old, reference, limits),
      ];
    }),
  );
  const broken = tests.filter((test) => test.broken);
  // The same fault is seen in the window and in its last part: one sentence says it.
  const told = broken.filter(
    ({ of, customers, span }) =>
      span === 'window' ||
      !broken.some((other) => other.of === of && other.customers === customers && other.span === 'window'),
  );
  return {
    ...verdict,
    state: broken.length > 0 ? 'breach' : 'healthy',
    reasons: told.map((test) => sentence(test, reference)),
    tests,
  };
}

type Whose = Pick<GuardrailTest, 'customers' | 'span' | 'significance'>;

function errorTest(
  { maxErrorRateDelta }: GuardrailsDeclaration,
  whose: Whose,
  { requests, errors, errorRate }: MeasuredTraffic,
  reference: GuardrailReference,
  { errorRate: limit }: Verdict['limits'],
): GuardrailTest[] {
  if (requests === 0) return [];
  const ours = { hits: errors, of: requests };
  const theirs = { hits: Math.round(reference.errorRate * reference.requests), of: reference.requests };
  const test = (): number => (reference.kind === 'none' ? binomial(ours, maxErrorRateDelta) : fisher(ours, theirs));
  return [
    result('errors', whose, ours, theirs, { value: errorRate, limit, probability: errorRate > limit ? test() : 1 }),
  ];
}

/** Counts the requests slower than the limit on both sides, which is exact where a p95 of few requests is not. */
function latencyTest(
  whose: Whose,
  fresh: MeasuredTraffic,
  old: MeasuredTraffic,
  reference: GuardrailReference,
  { p95Ms: limit }: Verdict['limits'],
): GuardrailTest[] {
  if (limit === undefined || fresh.p95Ms === undefined) return [];
  const ours = fresh.slowerThan(limit);
  const theirs =
    reference.kind === 'legacy'
      ? old.slowerThan(limit)
      : { hits: Math.ceil(reference.requests * slowerThanP95), of: reference.requests };
  const probability = fresh.p95Ms > limit ? fisher(ours, theirs) : 1;
  return [result('latency', whose, ours, theirs, { value: fresh.p95Ms, limit, probability })];
}

function result(
  of: GuardrailTest['of'],
  whose: Whose,
  ours: Count,
  theirs: Count,
  numbers: Pick<GuardrailTest, 'value' | 'limit' | 'probability'>,
): GuardrailTest {
  const { value, limit, probability } = numbers;
  return {
    of,
    ...whose,
    bad: ours.hits,
    requests: ours.of,
    referenceBad: theirs.hits,
    referenceRequests: theirs.of,
    ...numbers,
    broken: value > limit && probability < whose.significance,
  };
}

function referenceFor(
  rules: GuardrailsDeclaration,
  legacy: TrafficStats,
  baseline: Baseline | undefined,
): GuardrailReference {
  if (legacy.observations >= rules.minRequests) return pick('legacy', legacy);
  return baseline === undefined ? { kind: 'none', errorRate: 0, requests: 0 } : pick('baseline', baseline);
}

function pick(kind: 'legacy' | 'baseline', { errorRate, p95Ms, requests }: Omit<Baseline, 'at'>): GuardrailReference {
  return { kind, errorRate, requests, ...(p95Ms !== undefined && { p95Ms }) };
}

/**
 * The difference allowed is for what is plainly bad. Errors that are rare on both sides never come to it, so a multiple of
 * the old side's share is too much as well.
 */
function limitsFor(rules: GuardrailsDeclaration, { kind, errorRate, p95Ms }: GuardrailReference): Verdict['limits'] {
  const plain = errorRate + rules.maxErrorRateDelta;
  const rare = Math.max(errorRate * rules.maxErrorRateRatio, rules.maxErrorRateDelta * negligiblePart);
  return {
    errorRate: kind === 'none' ? plain : Math.min(plain, rare),
    ...(p95Ms !== undefined && { p95Ms: Math.max(p95Ms * rules.maxP95Ratio, rules.ignoreP95Below) }),
  };
}

function sentence(test: GuardrailTest, reference: GuardrailReference): string {
  const { of, customers, span, bad, requests, referenceBad, referenceRequests, value, limit, probability } = test;
  const whose = (customers === 'hand' ? ' of customers included by hand' : '') + (span === 'recent' ? ' just now' : '');
  const held = `${describe(reference)}: ${reference.kind === 'none' ? '' : `${referenceBad} of ${referenceRequests}, `}`;
  const chance = `by chance once in ${inWords(probability)}`;
  switch (of) {
    case 'errors': {
      const share = `${percent(value)} of requests${whose} fail on the new side (${bad} of ${requests})`;
      return `${share}, ${percent(limit)} allowed (${held}${percent(reference.errorRate)}); ${chance}`;
    }
    case 'latency': {
      const p95 = `p95 of the new side${whose} is ${milliseconds(value)} (${bad} of ${requests} slower than allowed)`;
      return `${p95}, ${milliseconds(limit)} allowed (${held}${milliseconds(reference.p95Ms ?? 0)}); ${chance}`;
    }
    default:
      return of satisfies never;
  }
}

function describe({ kind }: GuardrailReference): string {
  switch (kind) {
    case 'legacy':
      return 'old side';
    case 'baseline':
      return 'old side when last measured';
    case 'none':
      return 'old side not measured';
    default:
      return kind satisfies never;
  }
}

/** `3,000,000`; `10^24` beyond what anybody reads. */
function inWords(probability: number): string {
  const times = 1 / Math.max(probability, Number.MIN_VALUE);
  return times < 1e9 ? Math.round(times).toLocaleString('en') : `10^${Math.floor(Math.log10(times))}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 3 : 1)} %`;
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`;
}
