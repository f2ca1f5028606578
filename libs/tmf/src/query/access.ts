/** Who may read a resource. */
export interface Access {
  /**
   * SQL of the rows that are the caller's, with `$1` for the caller's number. `undefined`: the resource has no owner, and
   * everybody who is signed in may read all of it.
   */
  readonly condition: string | undefined;
}

/** Each row belongs to one customer, named by the column. */
export function ownedBy(column: string): Access {
  return { condition: `${column} = $1` };
}

/**
 * Each row belongs to something that several customers share, such as an account: `column` refers to it, and `members` is
 * the table that says who they are.
 */
export function sharedBy(column: string, members: { table: string; column: string; customer: string }): Access {
  return { condition: `${column} in (select ${members.column} from ${members.table} where ${members.customer} = $1)` };
}

/** It has no owner: a catalogue. */
export const open: Access = { condition: undefined };
