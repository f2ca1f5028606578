export {
  ForbiddenError,
  KeysUnavailableError,
  ScopeMissingError,
  TokenInvalidError,
  TokenMissingError,
} from './auth.errors.ts';
export { AuthModule } from './auth.module.ts';
export { AuthSettings } from './auth.settings.ts';
export { type Caller, type Customer, type Machine } from './caller.ts';
export { CallerTokens } from './caller-tokens.ts';
export { CurrentCaller, CurrentCustomer, customerOf } from './current-caller.ts';
export { CustomerOwned, type OwnedFindOptions, type OwnedSource } from './customer-owned.ts';
export { assertOwned } from './ownership.ts';
export { Public } from './public.ts';
