import type { CapabilityDeclaration, ParityRuleDeclaration } from '../file/migration-file.schema.ts';
import { captureSegments, parsePattern, type Segment } from '../routing/path-pattern.ts';
import { fillTemplate } from '../routing/target-template.ts';

interface CompiledRule {
  pattern: Segment[];
  query: URLSearchParams;
  declaration: ParityRuleDeclaration;
}

/** A parity rule that applies to a request, and what to ask the new side. */
export interface ShadowRule {
  declaration: ParityRuleDeclaration;
  /** The fact that tells items apart. */
  key: string;
  /** Path with query; undefined when the request lacks a parameter that it is made of. */
  newTarget: string | undefined;
}

const compiled = new WeakMap<CapabilityDeclaration, CompiledRule[]>();

/**
 * The rule for a request target: the one with the most parameters among those that it has. A rule is for one path exactly,
 * not for what is below it.
 */
export function shadowRuleFor(capability: CapabilityDeclaration, target: string): ShadowRule | undefined {
  const path = pathOf(target);
  const query = new URLSearchParams(target.slice(path.length + 1));
  for (const { pattern, query: asked, declaration } of rulesOf(capability)) {
    const segments = captureSegments(pattern, path);
    if (segments === undefined || !hasAll(query, asked)) continue;
    const key = declaration.key ?? Object.keys(declaration.legacy.facts)[0] ?? '';
    const { get } = declaration.new;
    return { declaration, key, newTarget: get === undefined ? target : fillTemplate(get, { segments, query }) };
  }
  return undefined;
}

export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

function rulesOf(capability: CapabilityDeclaration): CompiledRule[] {
  const known = compiled.get(capability);
  if (known !== undefined) return known;
  const rules = capability.parity.map((declaration) => {
    const when = declaration.when.slice('GET '.length);
    const path = pathOf(when);
    return { pattern: parsePattern(path), query: new URLSearchParams(when.slice(path.length + 1)), declaration };
  });
  rules.sort((a, b) => b.query.size - a.query.size);
  compiled.set(capability, rules);
  return rules;
}

function hasAll(query: URLSearchParams, asked: URLSearchParams): boolean {
  return [...asked].every(([name, value]) => (value === '*' ? query.has(name) : query.has(name, value)));
}
