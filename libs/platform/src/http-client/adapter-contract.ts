import type { ZodType } from 'zod';
import type { Logger } from '../logging/logger.ts';
import type { HttpClient } from './http-client.ts';

/**
 * What an adapter asks of a background system, put so that a real one can be asked the same before customers depend on it:
 * `npm run contract`. An adapter's folder has one, in `<system>.contract.ts`, exported as `contract`. It asks through the
 * adapter itself; nothing it asks may change anything on the other side.
 */
export interface AdapterContract {
  /** The system's name, as its HTTP client has it. */
  readonly system: string;
  /** What the adapter asks besides, and why a contract cannot. */
  readonly notAsked: Readonly<Record<string, string>>;
  ask(interview: ContractInterview): Promise<void>;
}

/** What a contract asks with. Whatever is not understood is noted, by operation, record and field, and the rest goes on. */
export interface ContractInterview {
  /** For the adapter. */
  readonly client: HttpClient;
  readonly logger: Logger;
  readonly given: ContractGivens;
  /** Follows a feed, reads every record of it, and compares with it what the source says of some owners. */
  records<R>(source: AskedSource, form: RecordForm<R>): Promise<readonly R[]>;
  /** Something the service relies on. It does not hold when `ask` gives false, or the adapter throws. */
  question(statement: string, ask: () => Promise<unknown>): Promise<void>;
  skip(what: string, why: string): void;
}

/** What only the person who asks can know. */
export interface ContractGivens {
  /** A customer the system has. */
  readonly customer: string | undefined;
  /** Somebody who can sign in, with their password. */
  readonly login: string | undefined;
  readonly password: string | undefined;
}

/** A system with a feed of changes; `RecordSource` of a read model is one. */
export interface AskedSource {
  changes(cursor: number, limit: number): Promise<{ readonly items: readonly unknown[]; readonly next: number }>;
  ofOwner?(owner: string): Promise<readonly unknown[]>;
}

/** How a record is read, and what tells it apart: the same as the read model is declared with. */
export interface RecordForm<R> {
  /** What the record has to look like: every place where it does not is named. */
  readonly schema: ZodType;
  readonly read: (payload: unknown) => { readonly record: R } | { readonly rejected: { readonly reason: string } };
  readonly identify: (record: R) => {
    readonly id: string;
    readonly version: number;
    readonly owner: string | undefined;
  };
}
