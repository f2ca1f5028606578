/** What the probe shares with the gateway: a copy of it here could disagree about what the gateway will do. */
/* eslint-disable @nx/enforce-module-boundaries */
export { decodeBody } from '../../../apps/gateway/src/facts/decode-body.ts';
export { canonicalDate } from '../../../apps/gateway/src/facts/date.ts';
export { Extractor } from '../../../apps/gateway/src/facts/extractor.ts';
export { isUnreadable } from '../../../apps/gateway/src/facts/fact.ts';
export { HtmlSource } from '../../../apps/gateway/src/facts/html-source.ts';
export { canonicalMoney } from '../../../apps/gateway/src/facts/money.ts';
export { leniencies, type Leniency } from '../../../apps/gateway/src/upstream/leniencies.ts';
export { LenientHeads } from '../../../apps/gateway/src/upstream/heads.ts';
export type { ResponseHead } from '../../../apps/gateway/src/upstream/response-head.ts';
export { ResponseParser } from '../../../apps/gateway/src/upstream/response-parser.ts';
/* eslint-enable @nx/enforce-module-boundaries */
