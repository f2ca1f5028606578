/** A request as far as routes tell requests apart. Read only where a route asks for more than method and path. */
export interface RoutedRequest {
  readonly method: string;
  /** Normalised by the data plane: begins with `/`, no query, no `.`, `..` or empty segments, not decoded. */
  readonly path: string;
  /** What stands after `?`; empty when there is none. */
  readonly query: string;
  /** @param name in lower case */
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
}

/** The path an upstream is asked for in place of the one requested. */
export type Rewrite = (path: string) => string;
