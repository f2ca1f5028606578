/** What ties requests to a node: a session made known by cookies, or who sent them. */
export type Stickiness = 'none' | 'customer' | { readonly cookie: readonly string[] };
