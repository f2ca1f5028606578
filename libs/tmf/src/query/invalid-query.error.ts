import { InvalidRequestError } from '@wellspring/platform';

/** 400 `REQUEST.INVALID`: a query parameter that breaks a rule; names the parameter and the rule. */
export class InvalidQueryError extends InvalidRequestError {
  /** @param message what is wrong, to be read behind the parameter's name: "must be …" */
  constructor(parameter: string, rule: QueryRule, message: string) {
    super([{ field: parameter, rule, message }]);
  }
}

/** Which rule was broken, for programs. */
export type QueryRule = 'unknown_attribute' | 'unknown_operator' | 'invalid_value' | 'too_many_values';
