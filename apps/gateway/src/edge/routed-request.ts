import type { RequestFacts } from '../front/request-facts.ts';
import type { RoutedRequest } from '../migration/routed-request.ts';
import { cookieValue } from '@wellspring/auth/cookies';
import type { Target } from '../proxy/target.ts';

/** A request as routes see it. Most are told apart by method and path alone, so the rest is read when asked for. */
export class EdgeRoutedRequest implements RoutedRequest {
  constructor(
    readonly method: string,
    private readonly target: Target,
    private readonly facts: RequestFacts,
  ) {}

  get path(): string {
    return this.target.path;
  }

  get query(): string {
    const { path, pathAndQuery } = this.target;
    return pathAndQuery.slice(path.length + 1);
  }

  get pathAndQuery(): string {
    return this.target.pathAndQuery;
  }

  header(name: string): string | undefined {
    switch (name) {
      case 'host':
        return this.facts.host;
      case 'authorization':
        return this.facts.authorization;
      default:
        return this.passedHeader(name);
    }
  }

  cookie(name: string): string | undefined {
    return cookieValue(this.facts.cookie, name);
  }

  /** Several lines of one name are one list (RFC 9110 section 5.3). */
  private passedHeader(name: string): string | undefined {
    const values = this.facts.passed
      .split('\r\n')
      .filter((line) => line.slice(0, line.indexOf(':')).toLowerCase() === name)
      .map((line) => line.slice(line.indexOf(':') + 1).trim());
    return values.length === 0 ? undefined : values.join(', ');
  }
}
