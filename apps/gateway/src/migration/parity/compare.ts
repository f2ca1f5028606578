import { type FactValue, type Item, sameValue } from '../../facts/fact.ts';

/** Name of the fact that an item is there at all. */
export const presenceFact = 'item';

/** One fact of one item, on both sides. */
export interface ComparedFact {
  /** Identifies the item: the value of the key fact, and which of several that share it. */
  item: string;
  fact: string;
  legacy: FactValue;
  new: FactValue;
}

export interface Comparison {
  equal: ComparedFact[];
  different: ComparedFact[];
}

/**
 * Compares items by their key, in whatever order each side lists them. An item that only one side has differs in the
 * fact `item` alone; its other facts have nothing to be compared with.
 */
export function compareItems(key: string, legacy: readonly Item[], fresh: readonly Item[]): Comparison {
  const [old, other] = [byKey(key, legacy), byKey(key, fresh)];
  const compared: ComparedFact[] = [];
  for (const item of new Set([...old.keys(), ...other.keys()])) {
    const [left, right] = [old.get(item), other.get(item)];
    compared.push({ item, fact: presenceFact, legacy: presence(left), new: presence(right) });
    if (left === undefined || right === undefined) continue;
    for (const fact of Object.keys(left)) {
      if (fact === key) continue;
      compared.push({ item, fact, legacy: left[fact] ?? null, new: right[fact] ?? null });
    }
  }
  const isEqual = (fact: ComparedFact): boolean => sameValue(fact.legacy, fact.new);
  return { equal: compared.filter(isEqual), different: compared.filter((fact) => !isEqual(fact)) };
}

/** What one side says of a fact in another answer; undefined when it does not have the item. */
export function lookUp(key: string, items: readonly Item[], { item, fact }: ComparedFact): FactValue {
  const found = byKey(key, items).get(item);
  return fact === presenceFact ? presence(found) : (found?.[fact] ?? null);
}

/** Items that share a key are told apart by their order among themselves. */
function byKey(key: string, items: readonly Item[]): Map<string, Item> {
  const keyed = new Map<string, Item>();
  for (const item of items) {
    const value = item[key];
    const name = typeof value === 'string' ? value : '';
    let unique = name;
    for (let copy = 2; keyed.has(unique); copy++) unique = `${name} (${copy})`;
    keyed.set(unique, item);
  }
  return keyed;
}

function presence(item: Item | undefined): FactValue {
  return item === undefined ? null : 'present';
}
