/** What is ended: one session, all that came of one session at the provider, or all of a customer up to now. */
export type RevocationSubject =
  | { kind: 'session'; sessionId: string }
  | { kind: 'provider'; providerSession: string }
  | { kind: 'customer'; customerId: string };

/** As it is kept: sessions are named by their id, the others by a word before it, which no id contains. */
export function revocationKey(subject: RevocationSubject): string {
  switch (subject.kind) {
    case 'session':
      return subject.sessionId;
    case 'provider':
      return `provider:${subject.providerSession}`;
    case 'customer':
      return `customer:${subject.customerId}`;
    default:
      return subject satisfies never;
  }
}
