export { LogoutTokenError, type SignedOut } from './logout-token.ts';
export { type PendingSignIn, PendingSignIns, type PendingSignInsOptions } from './pending-sign-ins.ts';
export { RelyingParty, type RelyingPartyOptions, SignInRefusedError, type Tokens } from './relying-party.ts';
export { type SignInState } from './sign-in-state.ts';
