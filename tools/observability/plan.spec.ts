import { describe, expect, it } from '@jest/globals';
import { describePlan } from './describe-plan.ts';
import type { Content, ObservedSystem } from './observed-system.ts';
import { applyPlan, changing, planOf } from './plan.ts';

/** A system that keeps what it is given, or makes of it what `keep` says. */
function systemWith(kept: Map<string, unknown>, contents: Record<string, unknown>, keep = (value: unknown) => value) {
  const content = ([name, wanted]: [string, unknown]): Content => ({
    kind: 'thing',
    name,
    file: `deploy/observability/${name}.json`,
    wanted,
    read: () => Promise.resolve(kept.get(name)),
    write: () => {
      if (wanted === 'refused') throw new Error('400 not like that');
      if (wanted === undefined) kept.delete(name);
      else kept.set(name, keep(wanted));
      return Promise.resolve();
    },
  });
  const system: ObservedSystem = {
    name: 'Keeper',
    url: 'http://keeper',
    contents: () => Object.entries(contents).map(content),
  };
  return system;
}

describe('a plan', () => {
  it('says what is made, changed field by field, and taken away', async () => {
    const kept = new Map<string, unknown>([
      ['changed', { id: 7, panels: [{ title: 'a' }, { title: 'b' }] }],
      ['gone', {}],
      ['same', { id: 8, days: 7, tags: [] }],
    ]);
    const plan = await planOf(
      systemWith(kept, {
        changed: { panels: [{ title: 'a' }, { title: 'c' }] },
        gone: undefined,
        same: { days: 7 },
        wanted: { days: 1 },
      }),
    );
    expect(describePlan(plan).split('\n')).toEqual([
      'Keeper (http://keeper): 3 of 4 change',
      '  ~ thing changed  (deploy/observability/changed.json)',
      '      ~ panels[1].title: "b" → "c"',
      '  - thing gone  (deploy/observability/gone.json)',
      '  + thing wanted  (deploy/observability/wanted.json)',
    ]);
  });

  it('takes one more item in a list for a change, and an empty list for none', async () => {
    const kept = new Map<string, unknown>([
      ['a', { panels: [1, 2] }],
      ['b', {}],
    ]);
    const plan = await planOf(systemWith(kept, { a: { panels: [1] }, b: { panels: [] } }));
    expect(changing(plan).map(({ content }) => content.name)).toEqual(['a']);
  });

  it('has nothing left to do once it was applied', async () => {
    const system = systemWith(new Map<string, unknown>([['gone', {}]]), { wanted: { days: 1 }, gone: undefined });
    await applyPlan(await planOf(system));
    expect(changing(await planOf(system))).toEqual([]);
  });

  it('names the file whose content a system refuses', async () => {
    const plan = await planOf(systemWith(new Map(), { bad: 'refused' }));
    await expect(applyPlan(plan)).rejects.toThrow(
      'deploy/observability/bad.json: thing bad was refused by Keeper (http://keeper): 400 not like that',
    );
  });

  it('says when a system takes something and keeps something else', async () => {
    const plan = await planOf(systemWith(new Map(), { cut: { days: 400 } }, () => ({ days: 365 })));
    await expect(applyPlan(plan)).rejects.toThrow('cut.json: Keeper took it, but keeps something else (days)');
  });
});
