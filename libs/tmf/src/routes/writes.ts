import type { Caller } from '@wellspring/auth';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Document } from '../query/made-resources.ts';

/** What a write takes part in. */
export interface WriteContext {
  /** Of the transaction that everything of this request belongs to. */
  readonly manager: EntityManager;
  readonly caller: Caller;
}

export interface CreateContext extends WriteContext {
  /** The client's `Idempotency-Key`. */
  readonly key: string;
}

/** How a resource is created. The library answers a repeated key, tells of the new resource, and links to it. */
export interface ResourceCreation<Input = unknown> {
  /** What a client may send. */
  readonly input: z.ZodType<Input>;
  /** 201 unless given. 202: the resource is a task that has only been taken in. */
  readonly status?: 201 | 202;
  /** Before the transaction begins: what has to be asked of others. */
  prepare?(input: Input, caller: Caller): Promise<void>;
  /** Stores it, and gives it as it is shown. */
  create(input: Input, context: CreateContext): Promise<Document>;
}

export interface ChangeContext<Before extends Document = Document> extends WriteContext {
  readonly id: string;
  /** The resource as it is; nobody else changes it until the transaction ends. */
  readonly before: Before;
}

/** How a resource is changed: by a merge patch (RFC 7386). */
export interface ResourceChange<Change = unknown> {
  /** What may be in the patch, strictly: an attribute that cannot be changed is refused. */
  readonly input: z.ZodType<Change>;
  /** Stores what changes; `after` is the resource with the patch merged into it. */
  change(change: Change, after: Document, context: ChangeContext): Promise<void>;
}

export interface ResourceRemoval {
  remove(context: ChangeContext): Promise<void>;
}
