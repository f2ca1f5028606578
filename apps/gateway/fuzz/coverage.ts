interface FileCounters {
  s: Record<string, number>;
  b: Record<string, number[]>;
}

declare global {
  /** Where instrumented code counts. */
  var __coverage__: Record<string, FileCounters> | undefined;
}

/** Counts at which doing something once more is something else: a loop taken never, once, a few times, often. */
const steps = [1, 2, 3, 4, 8, 16, 32, 128];

/** Which parts of the instrumented code have been reached, and about how often by one input. */
export class Coverage {
  private readonly seen = new Map<string, number>();

  /** How many places, each counted once for every number of times it makes a difference. */
  get size(): number {
    return this.seen.size;
  }

  /** Takes what the last input has reached. @returns whether any of it was new */
  takeNew(): boolean {
    let isNew = false;
    for (const [file, { s, b }] of Object.entries(globalThis.__coverage__ ?? {})) {
      for (const [id, count] of Object.entries(s)) {
        if (count > 0 && this.note(`${file} ${id}`, count)) isNew = true;
        s[id] = 0;
      }
      for (const [id, counts] of Object.entries(b)) {
        for (const [arm, count] of counts.entries())
          if (count > 0 && this.note(`${file} ${id}/${arm}`, count)) isNew = true;
        counts.fill(0);
      }
    }
    return isNew;
  }

  private note(place: string, count: number): boolean {
    const bit = 1 << steps.findLastIndex((step) => count >= step);
    const before = this.seen.get(place) ?? 0;
    if ((before & bit) !== 0) return false;
    this.seen.set(place, before | bit);
    return true;
  }
}
