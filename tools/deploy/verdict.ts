/** Whether a new version does worse than the one before it. */
import type { WatchRules } from './environment.ts';
import { errorRate, quantile, type Traffic } from './traffic.ts';

export interface Verdict {
  /** What speaks against the new version; empty: nothing. */
  breaches: string[];
  /** What was seen, in one line. */
  summary: string;
}

/** @param before traffic of the version before; undefined on a first installation, which is held against no errors at all */
export function judge(before: Traffic | undefined, after: Traffic, rules: WatchRules): Verdict {
  const summary = `${describe(after)}${before ? ` (before: ${describe(before)})` : ''}`;
  if (after.requests < rules.minRequests) return { breaches: [], summary };
  const breaches: string[] = [];
  const [errorsBefore, errorsAfter] = [before ? errorRate(before) : 0, errorRate(after)];
  if (errorsAfter > errorsBefore + rules.maxErrorRateDelta) {
    breaches.push(
      `${percent(errorsAfter)} of ${after.requests} requests failed, before it were ${percent(errorsBefore)} ` +
        `(${percent(rules.maxErrorRateDelta)} more is allowed)`,
    );
  }
  const [p95Before, p95After] = [before && quantile(before, 0.95), quantile(after, 0.95)];
  if (
    p95Before !== undefined &&
    p95After !== undefined &&
    p95After * 1_000 > rules.ignoreP95BelowMs &&
    p95After > p95Before * rules.maxP95Ratio
  ) {
    breaches.push(
      `p95 is ${milliseconds(p95After)}, before it was ${milliseconds(p95Before)} (${rules.maxP95Ratio} times is allowed)`,
    );
  }
  return { breaches, summary };
}

function describe(traffic: Traffic): string {
  const p95 = quantile(traffic, 0.95);
  const requests = `${traffic.requests} requests, ${percent(errorRate(traffic))} failed`;
  return p95 === undefined ? requests : `${requests}, p95 ${milliseconds(p95)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 2 : 1)} %`;
}

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1_000)} ms`;
}
