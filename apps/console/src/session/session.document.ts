/** `GET /session`: who is signed in, as the page may know it. */
export interface SessionDocument {
  operator: { id: string; name: string; email: string } | null;
  /** When the operator has to sign in again. */
  expiresAt: string | null;
}

/** `POST /sign-out` */
export interface SignedOutDocument {
  /** Where the browser goes on: to identity only when that did not answer. */
  continueAt: string;
}
