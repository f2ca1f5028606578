/** Everything the pages say. */
export interface Messages {
  language: string;
  customerTitle: string;
  operatorTitle: string;
  customerIntro: string;
  operatorIntro: string;
  email: string;
  login: string;
  password: string;
  showPassword: string;
  hidePassword: string;
  signIn: string;
  backToPortal: string;
  missing: string;
  refused: string;
  refusedOperator: string;
  /** `minutes` is at least 1. */
  locked: (minutes: number) => string;
  unavailable: string;
  reference: string;
  errorTitle: string;
  errorText: string;
  notFoundTitle: string;
  notFoundText: string;
  expiredTitle: string;
  expiredText: string;
  signOutTitle: string;
  signOutQuestion: string;
  signOut: string;
  staySignedIn: string;
  signingOut: string;
  continue: string;
  signedOutTitle: string;
  signedOutText: string;
}
