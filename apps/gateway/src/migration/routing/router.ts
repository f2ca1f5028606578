import { parsePattern } from './path-pattern.ts';

/** A declared path and what is found there. */
export interface Route<T> {
  path: string;
  /** Matches the path alone, nothing below it. */
  exact?: boolean;
  /** Upper case; absent: every method. */
  methods?: readonly string[];
  target: T;
}

interface Node<T> {
  literals: Map<string, Node<T>>;
  any?: Node<T>;
  /** Answers here and for everything below. */
  below: Targets<T>;
  /** Answers here only, and before `below`. */
  here: Targets<T>;
}

interface Targets<T> {
  byMethod: Map<string, T>;
  everyMethod?: T;
}

interface Best<T> {
  depth: number;
  target?: T;
}

/**
 * Finds what is declared for a path: a tree of segments, so that the cost depends on the length of the path and not on
 * how many routes there are, and a prefix can only end at a segment border.
 *
 * The longest declared path wins; at the same length a word before `*`, `exact` before a prefix, a route for the method
 * before one for all. The order of declaration never matters.
 */
export class Router<T> {
  readonly #root = node<T>();

  constructor(routes: Iterable<Route<T>>) {
    for (const route of routes) this.#add(route);
  }

  /** @param path begins with `/`, without query, normalised. */
  match(method: string, path: string): T | undefined {
    const best: Best<T> = { depth: -1 };
    search(this.#root, method, path, 1, 0, best);
    return best.target;
  }

  #add({ path, exact, methods, target }: Route<T>): void {
    let at = this.#root;
    for (const segment of parsePattern(path)) {
      if (segment.kind === 'any') at = at.any ??= node<T>();
      else at = childOf(at, segment.text);
    }
    const targets = exact ? at.here : at.below;
    if (methods === undefined) targets.everyMethod = target;
    else for (const method of methods) targets.byMethod.set(method, target);
  }
}

function search<T>(at: Node<T>, method: string, path: string, from: number, depth: number, best: Best<T>): void {
  const ended = from >= path.length;
  if (depth > best.depth) {
    const target = (ended ? pick(at.here, method) : undefined) ?? pick(at.below, method);
    if (target !== undefined) {
      best.depth = depth;
      best.target = target;
    }
  }
  if (ended) return;

  const slash = path.indexOf('/', from);
  const end = slash === -1 ? path.length : slash;
  const literal = at.literals.get(path.slice(from, end));
  if (literal !== undefined) search(literal, method, path, end + 1, depth + 1, best);
  if (at.any !== undefined && end > from) search(at.any, method, path, end + 1, depth + 1, best);
}

function pick<T>(targets: Targets<T>, method: string): T | undefined {
  return targets.byMethod.get(method) ?? targets.everyMethod;
}

function childOf<T>(parent: Node<T>, text: string): Node<T> {
  const existing = parent.literals.get(text);
  if (existing !== undefined) return existing;
  const child = node<T>();
  parent.literals.set(text, child);
  return child;
}

function node<T>(): Node<T> {
  return { literals: new Map(), below: { byMethod: new Map() }, here: { byMethod: new Map() } };
}
