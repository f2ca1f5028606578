import type { CapabilityDeclaration, ParityRuleDeclaration } from '../file/migration-file.schema.ts';
import { captureSegments, parsePattern, type Segment } from '../routing/path-pattern.ts';

interface CompiledRule {
  pattern: Segment[];
  declaration: ParityRuleDeclaration;
}

/** A parity rule that applies to a request, and what to ask the new side. */
export interface ShadowRule {
  declaration: ParityRuleDeclaration;
  /** The fact that tells items apart. */
  key: string;
  /** Path with query. */
  newTarget: string;
}

const compiled = new WeakMap<CapabilityDeclaration, CompiledRule[]>();

/** The first rule for a request target; a rule is for one path exactly, not for what is below it. */
export function shadowRuleFor(capability: CapabilityDeclaration, target: string): ShadowRule | undefined {
  const path = pathOf(target);
  for (const { pattern, declaration } of rulesOf(capability)) {
    const values = captureSegments(pattern, path);
    if (values === undefined) continue;
    const key = declaration.key ?? Object.keys(declaration.legacy.facts)[0] ?? '';
    return { declaration, key, newTarget: newTargetFor(declaration, values, target) };
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
  const rules = capability.parity.map((declaration) => ({
    pattern: parsePattern(declaration.when.slice('GET '.length)),
    declaration,
  }));
  compiled.set(capability, rules);
  return rules;
}

/** Values were taken from a path, so they are encoded for one already. */
function newTargetFor({ new: { get } }: ParityRuleDeclaration, values: Record<string, string>, target: string): string {
  return get === undefined ? target : get.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
