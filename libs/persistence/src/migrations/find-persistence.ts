import 'reflect-metadata';
import { persistenceOptionsToken, type PersistenceOptions } from '../persistence.options.ts';

/**
 * The persistence options somewhere below a service's root module. They are read from the module's declarations, so that
 * migrate starts nothing of the service it migrates for.
 */
export async function findPersistence(root: unknown): Promise<PersistenceOptions | undefined> {
  const seen = new Set<unknown>();
  const queue: unknown[] = [root];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const declared: unknown = next instanceof Promise ? await next : next;
    if (seen.has(declared)) continue;
    seen.add(declared);
    for (const provider of declaredBy(declared, 'providers')) {
      if (isPersistence(provider)) return provider.useValue;
    }
    queue.push(...declaredBy(declared, 'imports'));
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPersistence(provider: unknown): provider is { useValue: PersistenceOptions } {
  return isRecord(provider) && provider['provide'] === persistenceOptionsToken;
}

/** What a module, plain, dynamic or referred to ahead, declares under a key; a dynamic one also has what its class has. */
function declaredBy(module: unknown, key: 'providers' | 'imports'): unknown[] {
  if (typeof module === 'function') {
    const declared: unknown = Reflect.getMetadata(key, module);
    return Array.isArray(declared) ? declared : [];
  }
  if (!isRecord(module)) return [];
  if (typeof module['forwardRef'] === 'function') {
    const referred: unknown = Reflect.apply(module['forwardRef'], undefined, []);
    return declaredBy(referred, key);
  }
  const declared = module[key];
  return [...(Array.isArray(declared) ? (declared as unknown[]) : []), ...declaredBy(module['module'], key)];
}
