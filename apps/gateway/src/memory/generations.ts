/**
 * A bounded memory of what was worked out before: cheaper than a least-recently-used list, because reading moves
 * nothing. What was not asked for during a whole generation is forgotten.
 */
export class Generations<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  /** @param size of one generation; at most two are held. */
  constructor(private readonly size: number) {}

  get(key: string): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const older = this.old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: V): void {
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}
