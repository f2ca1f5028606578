/** One process to be looked at. */
export interface Target {
  readonly service: string;
  readonly instance: string;
  /** Its management port. */
  readonly url: URL;
}

/** Says which processes there are, anew each time it is asked. */
export interface Discovery {
  targets(): Promise<readonly Target[]>;
}

export const discoveryToken = Symbol('Discovery');
