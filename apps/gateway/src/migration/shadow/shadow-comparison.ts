import type { FactCount, NotCompared, Side } from '@wellspring/contract-gateway';
import type { ShadowExchange, UpstreamRequester } from '../migration.ts';
import { compareItems, type ComparedFact, type Comparison, lookUp } from '../parity/compare.ts';
import type { Extraction, ExtractionRequest } from '../parity/extraction/extraction.ts';
import { type FactValue, type Item, sameValue } from '../../facts/fact.ts';
import { mask, reveal } from '../parity/mask.ts';
import type { ComparedExchange } from '../parity/parity-book.ts';
import type { ShadowRule } from './shadow-rule.ts';

/** Name of the fact that a side answers at all, with something that can be read. */
export const wholeAnswer = 'answer';

const mostSamples = 5;

/** What became of an exchange that was compared. */
export type Compared = 'equal' | 'different' | 'noise' | 'new_failed';

/** Or why it was not. */
export type ShadowOutcome = Compared | { notCompared: NotCompared };

export interface ShadowComparisonOptions {
  requester: UpstreamRequester;
  /** Of the pages of an upstream that do not say it themselves; undefined: nothing is known. */
  charsetOf: (upstream: string) => string | undefined;
  extract: (request: ExtractionRequest) => Promise<Extraction>;
  record: (compared: ComparedExchange) => void;
  maxBodyBytes: number;
}

/** Memory for the answers of one comparison. */
export interface ShadowRoom {
  /** Asked for each piece that is to be kept. */
  take(bytes: number): boolean;
  /** There was no room for a piece: what was asked for did not come, and nobody but the gateway is to blame. */
  readonly refused: boolean;
}

/** What the comparison of one exchange needs to know beside it. */
export interface ShadowTask {
  exchange: ShadowExchange;
  /** Absent: only whether the new side answers is compared. */
  rule: ShadowRule | undefined;
  newUpstream: string;
  /** Path with query that each side is asked for. */
  targets: Readonly<Record<Side, string>>;
  /** Of each request. */
  timeoutMs: number;
  room: ShadowRoom;
  signal: AbortSignal;
}

type Answer = Awaited<ReturnType<UpstreamRequester['request']>>;
type Asked = Extraction;

/** Repeats one exchange on the new side and compares what both say. */
export class ShadowComparison {
  private readonly options: ShadowComparisonOptions;

  constructor(options: ShadowComparisonOptions) {
    this.options = options;
  }

  async run(task: ShadowTask): Promise<ShadowOutcome> {
    const { exchange, rule } = task;
    if (!isSuccess(exchange.response.status)) return { notCompared: 'old_failed' };
    const legacy = await this.readLegacy(rule, exchange.legacy, exchange.response);
    if (!legacy.ok) return { notCompared: legacy.unreadable ?? 'unreadable' };

    const fresh = await this.askNew(task);
    if (isCutOff(task)) return { notCompared: 'late' };
    if (!fresh.ok) {
      this.recordFailure(task, fresh.reason);
      return 'new_failed';
    }
    if (rule === undefined) {
      this.record(task, { equal: [answered()], different: [] }, []);
      return 'equal';
    }

    // Neither a list that is empty nor one that could not be found says that both sides agree.
    if (legacy.items.length === 0 && fresh.items.length === 0) return { notCompared: 'nothing_found' };
    const { equal, different } = compareItems(rule.key, legacy.items, fresh.items);
    const noise = different.length === 0 ? [] : await this.noiseAmong(different, legacy.items, fresh.items, task, rule);
    if (isCutOff(task)) return { notCompared: 'late' };
    if (noise === undefined) return { notCompared: 'old_changed' };
    const genuine = different.filter((fact) => !noise.includes(fact));
    this.record(task, { equal: [answered(), ...equal], different: genuine }, noise);
    if (genuine.length > 0) return 'different';
    return noise.length > 0 ? 'noise' : 'equal';
  }

  /**
   * What differs again when the same side is asked twice (a moment printed on the page, a bill paid in between) says
   * nothing about the other side.
   * @returns undefined when the old side does not even answer twice: then nothing of the page says anything
   */
  private async noiseAmong(
    different: readonly ComparedFact[],
    legacyBefore: readonly Item[],
    newBefore: readonly Item[],
    task: ShadowTask,
    rule: ShadowRule,
  ): Promise<ComparedFact[] | undefined> {
    const [legacy, fresh] = await Promise.all([this.askLegacy(task, rule), this.askNew(task)]);
    if (!legacy.ok) return undefined;
    const changed = (fact: ComparedFact, before: readonly Item[], again: Asked): boolean =>
      again.ok && !isSame(lookUp(rule.key, before, fact), lookUp(rule.key, again.items, fact));
    return different.filter((fact) => changed(fact, legacyBefore, legacy) || changed(fact, newBefore, fresh));
  }

  private async askNew({ exchange, rule, newUpstream, targets, timeoutMs, room, signal }: ShadowTask): Promise<Asked> {
    const answer = await this.ask({
      upstream: newUpstream,
      target: targets.new,
      timeoutMs,
      mayKeep: (bytes) => room.take(bytes),
      signal,
      headers: {
        ...languageOf(exchange),
        accept: rule?.declaration.new.format === 'html' ? 'text/html' : 'application/json, text/html;q=0.5',
        'accept-encoding': 'gzip, br',
        traceparent: exchange.traceparent,
        'x-request-timeout-ms': String(timeoutMs),
        ...(exchange.authorizationFor !== undefined && { authorization: exchange.authorizationFor(newUpstream) }),
      },
    });
    if (typeof answer === 'string') return { ok: false, reason: answer };
    if (!isSuccess(answer.status)) return { ok: false, reason: `status ${answer.status}` };
    return rule === undefined ? { ok: true, items: [] } : this.read(rule.declaration.new, newUpstream, answer);
  }

  private async askLegacy(
    { exchange, targets, timeoutMs, room, signal }: ShadowTask,
    rule: ShadowRule,
  ): Promise<Asked> {
    const answer = await this.ask({
      upstream: exchange.legacy,
      node: exchange.legacyNode,
      target: targets.legacy,
      timeoutMs,
      mayKeep: (bytes) => room.take(bytes),
      signal,
      headers: {
        ...languageOf(exchange),
        accept: 'text/html, application/json;q=0.5',
        'accept-encoding': 'gzip, br',
        traceparent: exchange.traceparent,
        ...(await this.legacyCredentials(exchange)),
      },
    });
    if (typeof answer === 'string' || !isSuccess(answer.status)) return { ok: false, reason: 'no second answer' };
    return this.read(rule.declaration.legacy, exchange.legacy, answer);
  }

  /** @returns why there is no answer, when there is none. */
  private async ask(
    request: Omit<Parameters<UpstreamRequester['request']>[0], 'method' | 'maxBodyBytes'>,
  ): Promise<Answer | string> {
    try {
      const { maxBodyBytes } = this.options;
      return await this.options.requester.request({ ...request, method: 'GET', maxBodyBytes });
    } catch {
      return 'no answer';
    }
  }

  private async legacyCredentials(exchange: ShadowExchange): Promise<Readonly<Record<string, string>>> {
    try {
      return await this.options.requester.legacyCredentials(exchange);
    } catch {
      return {};
    }
  }

  private readLegacy(
    rule: ShadowRule | undefined,
    upstream: string,
    response: ShadowExchange['response'],
  ): Promise<Asked> {
    if (rule === undefined) return Promise.resolve({ ok: true, items: [] });
    return this.read(rule.declaration.legacy, upstream, response);
  }

  private read(
    declaration: ExtractionRequest['declaration'] & { charset?: string | undefined },
    upstream: string,
    { body, headers }: { body: Buffer; headers: Readonly<Record<string, string | string[]>> },
  ): Promise<Extraction> {
    const { format, facts, each, page, charset } = declaration;
    return this.options.extract({
      declaration: { format, facts, ...(each !== undefined && { each }), ...(page !== undefined && { page }) },
      charset: charset ?? this.options.charsetOf(upstream),
      body,
      contentEncoding: single(headers['content-encoding']),
      contentType: single(headers['content-type']),
    });
  }

  private recordFailure(task: ShadowTask, reason: string): void {
    const different = [{ item: '', fact: wholeAnswer, legacy: 'answered', new: reason }];
    this.record(task, { equal: [], different }, []);
  }

  private record(
    { exchange, rule }: ShadowTask,
    { equal, different }: Comparison,
    noise: readonly ComparedFact[],
  ): void {
    const shown = new Set([wholeAnswer, ...(rule?.declaration.reveal ?? [])]);
    const show = (fact: string, value: FactValue): string => (shown.has(fact) ? reveal(value) : mask(value));
    this.options.record({
      capability: exchange.capability,
      facts: countByFact(equal, different, noise),
      differs: different.length > 0,
      samples: different.slice(0, mostSamples).map(({ item, fact, legacy, new: fresh }) => ({
        fact,
        route: rule?.declaration.when ?? `GET ${exchange.route}`,
        item: item === '' ? '' : mask(item),
        legacy: show(fact, legacy),
        new: show(fact, fresh),
        traceId: exchange.traceparent.split('-')[1] ?? '',
      })),
    });
  }
}

function countByFact(
  equal: readonly ComparedFact[],
  different: readonly ComparedFact[],
  noise: readonly ComparedFact[],
): FactCount[] {
  const counts = new Map<string, FactCount>();
  const count = (facts: readonly ComparedFact[], kind?: 'differing' | 'noise'): void => {
    for (const { fact } of facts) {
      const known = counts.get(fact) ?? { fact, compared: 0, differing: 0, noise: 0 };
      known.compared += 1;
      if (kind !== undefined) known[kind] += 1;
      counts.set(fact, known);
    }
  };
  count(equal);
  count(different, 'differing');
  count(noise, 'noise');
  return [...counts.values()];
}

function answered(): ComparedFact {
  return { item: '', fact: wholeAnswer, legacy: 'answered', new: 'answered' };
}

/** Unreadable twice is the same twice. */
function isSame(a: FactValue, b: FactValue): boolean {
  return sameValue(a, b) || JSON.stringify(a) === JSON.stringify(b);
}

function languageOf({ requestHeaders }: ShadowExchange): Record<string, string> {
  const language = requestHeaders['accept-language'];
  return language === undefined ? {} : { 'accept-language': language };
}

/** What comes of it then says nothing about either side. */
function isCutOff({ signal, room }: ShadowTask): boolean {
  return signal.aborted || room.refused;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
