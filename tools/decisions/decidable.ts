import type { z } from 'zod';

/** What every durable command says of itself to operators (`libs/persistence`); each kind has more. */
export interface SeenCommand {
  id: string;
  state: string;
  reason: string | null;
  since: string;
  createdAt: string;
  actions: string[];
}

export interface DecisionDetail {
  /** Its name in the body that is sent. */
  readonly field: string;
  readonly summary: string;
}

export interface Decision {
  readonly summary: string;
  /** What may come with it, by option: `charge` is `--charge <reference>`. */
  readonly details: Readonly<Record<string, DecisionDetail>>;
}

/** A kind of durable command that people decide about from a terminal. */
export interface Decidable<Seen extends SeenCommand> {
  /** As the library knows it: `product-change`. */
  readonly name: string;
  /** Many of them, as the operations API has them. */
  readonly plural: string;
  /** One of them in help and tables. */
  readonly noun: string;
  /** `npm run <script>`; in capitals the beginning of its variables, such as `PAYMENTS_URL`. */
  readonly script: string;
  /** What the script is for, and when something has to be decided. */
  readonly summary: string;
  readonly help: string;
  /** Whose operations API it is, and where that is on this machine. */
  readonly service: string;
  readonly url: string;
  /** What they are listed by, with what that means. */
  readonly listedBy: Readonly<Record<string, string>>;
  readonly decisions: Readonly<Record<string, Decision>>;
  readonly schema: z.ZodType<Seen>;
  /** In a list, between the id and the state. */
  readonly columns: Readonly<Record<string, (seen: Seen) => string>>;
  /** Of one: what is known beside those and what every command has. */
  readonly facts: (seen: Seen) => Readonly<Record<string, string>>;
}
