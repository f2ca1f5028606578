export { NotAnOperatorError, OperatorKeysUnavailableError, OperatorTokenError } from './operator.errors.ts';
export { CurrentOperator, OperatorGuard } from './operator.guard.ts';
export { OperatorSettings } from './operator.settings.ts';
export { type Operator, OperatorTokens, type OperatorTokensOptions } from './operator-tokens.ts';
export { OperatorsModule } from './operators.module.ts';
