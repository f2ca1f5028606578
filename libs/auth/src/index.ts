export { ForbiddenError, KeysUnavailableError, TokenInvalidError, TokenMissingError } from './auth.errors.ts';
export { AuthModule } from './auth.module.ts';
export { AuthSettings } from './auth.settings.ts';
export { CurrentCustomer, customerOf } from './current-customer.ts';
export { type Customer } from './customer.ts';
export { CustomerTokens } from './customer-tokens.ts';
export { CustomerOwned, type OwnedFindOptions, type OwnedSource } from './customer-owned.ts';
export { assertOwned } from './ownership.ts';
export { Public } from './public.ts';
