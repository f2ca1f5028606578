/** A label value of series that came after the bound was reached. */
export const OVERFLOW = 'other';

/**
 * The label sets one metric may have. Whoever feeds a label from input feeds it twenty thousand values one day, and
 * the scrape that results blocks the process; so there is a bound, and everything beyond shares one series.
 */
export class Series<T> {
  private readonly children = new Map<string, T>();
  private overflow: T | undefined;

  constructor(
    private readonly names: readonly string[],
    private readonly maxSeries: number,
    private readonly create: (labels: Record<string, string>) => T,
  ) {}

  get(labels: Readonly<Record<string, string>> | undefined): T {
    let key = '';
    for (const name of this.names) key += `${labels?.[name] ?? ''}\u0000`;
    return this.children.get(key) ?? this.add(key, labels);
  }

  private add(key: string, labels: Readonly<Record<string, string>> | undefined): T {
    if (this.children.size >= this.maxSeries) {
      this.overflow ??= this.create(Object.fromEntries(this.names.map((name) => [name, OVERFLOW])));
      return this.overflow;
    }
    const child = this.create(Object.fromEntries(this.names.map((name) => [name, labels?.[name] ?? ''])));
    this.children.set(key, child);
    return child;
  }
}
