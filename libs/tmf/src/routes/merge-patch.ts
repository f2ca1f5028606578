import type { Document } from '../query/made-resources.ts';

/** RFC 7386: members of the patch replace those of the target, `null` removes, objects are merged, all else is replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, name);
    // Not by assignment, which would follow `__proto__`.
    else
      Object.defineProperty(merged, name, {
        value: mergePatch(merged[name], value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A resource with a patch merged into it; who it is does not change. */
export function merged(document: Document, patch: unknown): Document {
  const after = mergePatch(document, patch);
  return { ...(isObject(after) ? after : {}), id: document.id };
}
