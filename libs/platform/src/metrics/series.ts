/** A label value of series that came after the bound was reached. */
export const overflowLabel = 'other';

type Branch<T> = Map<string, Branch<T> | Leaf<T>>;

interface Leaf<T> {
  readonly child: T;
}

/**
 * The label sets one metric may have. Whoever feeds a label from input feeds it twenty thousand values one day, and
 * the scrape that results blocks the process; so there is a bound, and everything beyond shares one series.
 */
export class Series<T> {
  private readonly root: Branch<T> = new Map();
  private size = 0;
  private only: T | undefined;
  private overflow: T | undefined;

  constructor(
    private readonly names: readonly string[],
    private readonly maxSeries: number,
    private readonly create: (labels: Record<string, string>) => T,
  ) {}

  /** One step for each label: a text made of all of them would have to be put together, and hashed, each time. */
  get(labels: Readonly<Record<string, string>> = {}): T {
    if (this.names.length === 0) return (this.only ??= this.create({}));
    let at: Branch<T> = this.root;
    for (const name of this.names) {
      const next = at.get(labels[name] ?? '');
      if (next === undefined) return this.add(labels);
      if (!(next instanceof Map)) return next.child;
      at = next;
    }
    return this.add(labels);
  }

  private add(labels: Readonly<Record<string, string>>): T {
    if (this.size >= this.maxSeries) {
      this.overflow ??= this.create(Object.fromEntries(this.names.map((name) => [name, overflowLabel])));
      return this.overflow;
    }
    this.size += 1;
    const child = this.create(Object.fromEntries(this.names.map((name) => [name, labels[name] ?? ''])));
    let at = this.root;
    for (const name of this.names.slice(0, -1)) at = branchOf(at, labels[name] ?? '');
    at.set(labels[this.names.at(-1) ?? ''] ?? '', { child });
    return child;
  }
}

function branchOf<T>(parent: Branch<T>, value: string): Branch<T> {
  const known = parent.get(value);
  if (known instanceof Map) return known;
  const branch: Branch<T> = new Map();
  parent.set(value, branch);
  return branch;
}
