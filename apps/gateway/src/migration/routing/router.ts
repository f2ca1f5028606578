import type { RoutedRequest } from '../routed-request.ts';
import { type Condition, conditionList, type Conditions, hold } from './conditions.ts';
import { parsePattern } from './path-pattern.ts';

/** A declared path and what is found there. */
export interface Route<T> extends Conditions {
  path: string;
  /** Matches the path alone, nothing below it. */
  exact?: boolean;
  /** Words of the path are the same in capitals. */
  ignoreCase?: boolean;
  /** Upper case; absent: every method. A route for GET is one for HEAD. */
  methods?: readonly string[];
  target: T;
}

interface Node<T> {
  literals: Map<string, Node<T>>;
  /** By the word in lower case. */
  anyCase?: Map<string, Node<T>>;
  any?: Node<T>;
  /** Answers here and for everything below, most particular first. */
  below: Candidate<T>[];
  /** Answers here only, and before `below`. */
  here: Candidate<T>[];
}

interface Candidate<T> {
  methods: ReadonlySet<string> | undefined;
  conditions: readonly Condition[];
  target: T;
}

interface Best<T> {
  depth: number;
  target?: T;
}

/** Whether a request is what a route asks for beside path and method. */
export type Holds<T> = (conditions: readonly Condition[], request: RoutedRequest, target: T) => boolean;

/**
 * Finds what is declared for a request: a tree of segments, so that the cost depends on the length of the path and not on
 * how many routes there are, and a prefix can only end at a segment border.
 *
 * The longest declared path wins; at the same length a word before `*`, from the left; then `exact`; then the route with
 * more conditions. The order of declaration never matters among routes that do not tie.
 */
export class Router<T> {
  private readonly root = node<T>();
  private readonly holds: Holds<T>;

  constructor(routes: Iterable<Route<T>>, holds: Holds<T> = hold) {
    this.holds = holds;
    for (const route of routes) this.add(route);
  }

  /** @param path begins with `/`, without query, normalised; that of the request unless another is to be found. */
  match(request: RoutedRequest, path: string = request.path): T | undefined {
    const best: Best<T> = { depth: -1 };
    this.search(this.root, request, path, 1, 0, best);
    return best.target;
  }

  private add({ path, exact, ignoreCase, methods, target, ...conditions }: Route<T>): void {
    let at = this.root;
    for (const segment of parsePattern(path)) {
      if (segment.kind === 'any') at = at.any ??= node<T>();
      else if (ignoreCase) at = childOf((at.anyCase ??= new Map<string, Node<T>>()), segment.text.toLowerCase());
      else at = childOf(at.literals, segment.text);
    }
    const candidates = exact ? at.here : at.below;
    candidates.push({ methods: methods && withHead(methods), conditions: conditionList(conditions), target });
    candidates.sort((a, b) => particularity(b) - particularity(a));
  }

  private search(at: Node<T>, request: RoutedRequest, path: string, from: number, depth: number, best: Best<T>): void {
    const ended = from >= path.length;
    if (depth > best.depth) {
      const target = (ended ? this.pick(at.here, request) : undefined) ?? this.pick(at.below, request);
      if (target !== undefined) {
        best.depth = depth;
        best.target = target;
      }
    }
    if (ended) return;

    const slash = path.indexOf('/', from);
    const end = slash === -1 ? path.length : slash;
    const word = path.slice(from, end);
    const literal = at.literals.get(word);
    if (literal !== undefined) this.search(literal, request, path, end + 1, depth + 1, best);
    const anyCase = at.anyCase?.get(word.toLowerCase());
    if (anyCase !== undefined) this.search(anyCase, request, path, end + 1, depth + 1, best);
    if (at.any !== undefined && end > from) this.search(at.any, request, path, end + 1, depth + 1, best);
  }

  private pick(candidates: readonly Candidate<T>[], request: RoutedRequest): T | undefined {
    for (const { methods, conditions, target } of candidates) {
      if (methods !== undefined && !methods.has(request.method)) continue;
      if (conditions.length === 0 || this.holds(conditions, request, target)) return target;
    }
    return undefined;
  }
}

/** How many conditions a request must fulfil. */
export function particularity({ methods, conditions }: Pick<Candidate<unknown>, 'methods' | 'conditions'>): number {
  return conditions.length + (methods === undefined ? 0 : 1);
}

function withHead(methods: readonly string[]): ReadonlySet<string> {
  return new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
}

function childOf<T>(children: Map<string, Node<T>>, text: string): Node<T> {
  const existing = children.get(text);
  if (existing !== undefined) return existing;
  const child = node<T>();
  children.set(text, child);
  return child;
}

function node<T>(): Node<T> {
  return { literals: new Map(), below: [], here: [] };
}
