/** A fact to tell others, as the owner of an aggregate states it. Column names are those of Debezium's outbox router. */
export interface OutboxEvent {
  /** Kind of the thing it is about, e.g. `CustomerBill`. */
  aggregatetype: string;
  /** Which one. Messages of one aggregate are delivered in the order they were appended. */
  aggregateid: string;
  /** What happened, e.g. `CustomerBillStateChangeEvent`. */
  type: string;
  /** Anything JSON can carry. */
  payload: unknown;
}

/** An event on its way. `id` stays the same over every attempt, so that a receiver can drop what it has seen. */
export interface OutboxMessage extends OutboxEvent {
  id: string;
  createdAt: Date;
  /** 1 on the first delivery. */
  attempt: number;
}
