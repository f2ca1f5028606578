/** What would change in a system, and how it is changed. */
import { describeError } from '@wellspring/command';
import type { FieldChange } from '../deploy/diff.ts';
import { differences } from './differences.ts';
import type { Content, ObservedSystem } from './observed-system.ts';

export type Action = 'create' | 'change' | 'delete' | 'keep';

export interface PlannedContent {
  content: Content;
  action: Action;
  fields: FieldChange[];
}

export interface SystemPlan {
  system: ObservedSystem;
  contents: PlannedContent[];
}

/** @throws Error naming the file whose content could not be looked at */
export async function planOf(system: ObservedSystem): Promise<SystemPlan> {
  const planned: PlannedContent[] = [];
  for (const content of await system.contents()) {
    planned.push(await named(system, content, 'cannot be read', () => planContent(content)));
  }
  return { system, contents: planned };
}

/**
 * Writes what differs, one after the other, and looks again.
 * @throws Error naming the file that was refused, or that the system made something else of
 */
export async function applyPlan({ system, contents }: SystemPlan): Promise<void> {
  for (const { content, action } of contents) {
    if (action === 'keep') continue;
    await named(system, content, 'was refused', () => content.write());
    const { fields } = await named(system, content, 'cannot be read', () => planContent(content));
    if (fields.length > 0) {
      const paths = fields.map(({ path }) => path || 'all of it');
      throw new Error(`${content.file}: ${system.name} took it, but keeps something else (${paths.join(', ')})`);
    }
  }
}

export function changing({ contents }: SystemPlan): PlannedContent[] {
  return contents.filter(({ action }) => action !== 'keep');
}

async function planContent(content: Content): Promise<PlannedContent> {
  const now = await content.read();
  const { wanted } = content;
  if (wanted === undefined) {
    const fields = now === undefined ? [] : [{ path: '', before: now, after: undefined }];
    return { content, action: now === undefined ? 'keep' : 'delete', fields };
  }
  if (now === undefined) return { content, action: 'create', fields: [{ path: '', before: undefined, after: wanted }] };
  const fields = differences(now, wanted);
  return { content, action: fields.length === 0 ? 'keep' : 'change', fields };
}

async function named<T>(system: ObservedSystem, content: Content, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(
      `${content.file}: ${content.kind} ${content.name} ${what} by ${system.name} (${system.url}): ${describeError(error)}`,
      { cause: error },
    );
  }
}
