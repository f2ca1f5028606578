/** An answer other than success, in the shape of this house: `{ "error": "NOT_FOUND" }`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal(404, 'NOT_FOUND');
  return value;
}
