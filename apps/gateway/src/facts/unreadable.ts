/** Why an answer of the old side cannot be compared with anything. */
export type Unreadable = 'charset' | 'other_page' | 'unreadable';

/** Its message is one of few words, so that nothing of a body goes on in it. */
export class UnreadableError extends Error {
  readonly reason: Unreadable;

  constructor(reason: Unreadable) {
    super(reason);
    this.reason = reason;
  }
}
