/** Where a system is for browsers, and where it believes it is. */
export class BasePath {
  private readonly same: boolean;
  private readonly outside: string;
  private readonly inside: string;

  /**
   * @param outside path that browsers use: `/`, or one without a slash at its end
   * @param inside path that the system has, likewise
   */
  constructor(outside: string, inside: string) {
    this.same = outside === inside;
    this.outside = outside === '/' ? '' : outside;
    this.inside = inside === '/' ? '' : inside;
  }

  /** A request's path, with or without query, as the system knows it. What is not below the outer path is moved as a whole. */
  toUpstream(target: string): string {
    if (this.same) return target;
    return moved(target, this.outside, this.inside) ?? this.inside + target;
  }

  /** A path the system speaks of, as browsers know it. What is none of its own is left alone. */
  toPublic(path: string): string {
    if (this.same) return path;
    return moved(path, this.inside, this.outside) ?? path;
  }
}

/** @returns undefined when it is not below `from` */
function moved(path: string, from: string, to: string): string | undefined {
  if (!path.startsWith(from)) return undefined;
  const rest = path.slice(from.length);
  if (rest.startsWith('/')) return to + rest;
  // The base itself, with or without query.
  return rest === '' || rest.startsWith('?') || rest.startsWith('#') ? `${to === '' ? '/' : to}${rest}` : undefined;
}
