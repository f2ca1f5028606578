import type { ReactNode } from 'react';
import type { CommandDocument, Decidable } from '@wellspring/contract';
import type * as z from 'zod/mini';
import type { Column } from '../table/table.tsx';

/** What every durable command says of itself to operators; each kind has more. */
export type SeenCommand = CommandDocument & Decidable;

export interface Advice {
  /** What it means. */
  what: string;
  /** What is usually done about it. */
  usually: string;
}

/** Something that can be decided, and how it is asked for. */
export interface Action<Seen> {
  label: string;
  /** Of the dialog. */
  title: (seen: Seen) => string;
  effect: string;
  danger: boolean;
  /** Usual reasons. */
  suggestions: readonly string[];
  /** References that may come with it, as the operations API names them. */
  fields: (seen: Seen) => readonly string[];
}

/** A kind of command that people decide about: what its pages say. */
export interface Kind<Seen extends SeenCommand> {
  /** As it is called in a sentence. */
  noun: string;
  /** Of the page that lists them. */
  title: string;
  /** Where that page is. */
  path: string;
  /** Their list on the console's server: `/api/billing/payments`. */
  api: string;
  /** When one of them needs a person, and what that holds up. */
  hint: string;
  /** Of the overview, when one or several wait. */
  waiting: { one: string; several: string; why: string };
  schema: z.ZodMiniType<Seen>;
  /** Every state in words. */
  states: Readonly<Record<string, string>>;
  /** What they can be looked for by, as the operations API names it, with its label. */
  listedBy: Readonly<Record<string, string>>;
  /** What is known of why one needs a person, by its reason. */
  advice: Readonly<Record<string, Advice>>;
  actions: Readonly<Record<string, Action<Seen>>>;
  /** References in words: in a dialog, and in the list of decisions. */
  references: Readonly<Record<string, { label: string; short: string }>>;
  /** Of the list, between since when and the state. */
  columns: readonly Column<Seen>[];
  /** What one is about, above what is known of it. */
  headline: (seen: Seen) => string;
  /** What is known of one, beside its id and times. */
  facts: (seen: Seen, now: Date) => Readonly<Record<string, ReactNode>>;
}
