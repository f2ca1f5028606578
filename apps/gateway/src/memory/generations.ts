/** What an entry takes beside its own text: the map's share, objects and short strings. */
const bytesPerEntry = 512;

/**
 * A bounded memory of what was worked out before: cheaper than a least-recently-used list, because reading moves
 * nothing. What was not asked for during a whole generation is forgotten.
 */
export class Generations<V> {
  private young = new Map<string, Entry<V>>();
  private old = new Map<string, Entry<V>>();
  private youngBytes = 0;

  /** @param mostBytes of one generation; at most two are held. */
  constructor(private readonly mostBytes: number) {}

  get(key: string): V | undefined {
    const entry = this.young.get(key);
    if (entry !== undefined) return entry.value;
    const older = this.old.get(key);
    if (older !== undefined) this.add(key, older);
    return older?.value;
  }

  /** @param bytes of text in the value and in the key, each as long as it was received */
  set(key: string, value: V, bytes: number): void {
    this.add(key, { value, bytes: key.length + bytes + bytesPerEntry });
  }

  private add(key: string, entry: Entry<V>): void {
    if (this.youngBytes + entry.bytes > this.mostBytes) {
      this.old = this.young;
      this.young = new Map();
      this.youngBytes = 0;
    }
    this.youngBytes += entry.bytes - (this.young.get(key)?.bytes ?? 0);
    this.young.set(key, entry);
  }
}

interface Entry<V> {
  value: V;
  bytes: number;
}
