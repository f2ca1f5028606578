import { query } from 'jsonpath-rfc9535';
import parseJsonPath from 'jsonpath-rfc9535/parser';

type JsonValue = Parameters<typeof query>[0];

/** A place in a JSON answer, looked into by JSONPath (RFC 9535). */
export class JsonSource {
  private readonly value: JsonValue;

  private constructor(value: JsonValue) {
    this.value = value;
  }

  /** @throws SyntaxError when the text is not JSON. */
  static parse(text: string): JsonSource {
    return new JsonSource(JSON.parse(text) as JsonValue);
  }

  each(path: string): JsonSource[] {
    return query(this.value, fullPath(path)).map((value) => new JsonSource(value));
  }

  /** The first value found: a string, a number, or an object for the pipe to read. */
  find(place: string): unknown {
    return query(this.value, fullPath(place))[0] ?? null;
  }
}

/** @throws Error when it is not JSONPath. */
export function checkJsonPath(path: string): void {
  parseJsonPath(fullPath(path));
}

/** `billNo` is short for `$.billNo`. */
function fullPath(path: string): string {
  if (path.startsWith('$')) return path;
  return path.startsWith('[') ? `$${path}` : `$.${path}`;
}
