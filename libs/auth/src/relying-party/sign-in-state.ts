/** What has to be remembered between sending the browser away and its return. */
export interface SignInState {
  state: string;
  nonce: string;
  codeVerifier: string;
}
