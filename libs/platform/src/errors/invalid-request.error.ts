import type { z } from 'zod';
import { DomainError } from './domain.error.ts';

export interface InvalidField {
  /** Where: `amount.value`, `items.0.id`; empty for the whole input. */
  readonly field: string;
  /** Which rule was broken, for programs: `too_small`, `invalid_type` … (zod's issue codes). */
  readonly rule: string;
  readonly message: string;
}

/** 400: the input does not fit its schema. Names each field and the rule it breaks, never its value. */
export class InvalidRequestError extends DomainError {
  readonly errors: readonly InvalidField[];

  constructor(errors: readonly InvalidField[]) {
    super({
      code: 'REQUEST.INVALID',
      message: 'The request is not valid',
      status: 400,
      reason: errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; '),
      details: { errors },
    });
    this.errors = errors;
  }

  static fromZod(error: z.ZodError): InvalidRequestError {
    return new InvalidRequestError(
      error.issues.map(({ path, code, message }) => ({ field: path.map(String).join('.'), rule: code, message })),
    );
  }
}

/**
 * Checks input from outside against its schema.
 * @throws {InvalidRequestError} naming every bad field
 */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (!result.success) throw InvalidRequestError.fromZod(result.error);
  return result.data;
}
