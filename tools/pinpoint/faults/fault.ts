/** Something that can be broken for a while. */
export interface Fault {
  /** What is wrong from now on, for people. */
  readonly what: string;
  readonly begin: () => Promise<void>;
  /** Whether or not it began, and whatever else happened. */
  readonly end: () => Promise<void>;
}

/** What a fault needs to do its work; how is the business of whoever runs the system. */
export interface Stage {
  /** `PUT /faults/<target>` of the stand-in for the background systems; heals by itself. */
  backgroundSystem(target: string, fault: object, forMs: number): Promise<void>;
  healBackgroundSystems(): Promise<void>;
  /** Misbehaviour of the connection an app makes to what a variable of its environment names. */
  edge(app: string, variable: string, misbehaviour: Misbehaviour): Promise<void>;
  /** Breaks the connections an app has open to what a variable of its environment names, so that it has to make new ones. */
  disconnect(app: string, variable: string): void;
  /** From within a process; heals by itself. */
  sabotage(app: string, what: object, forMs: number): void;
  signal(app: string, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
  /** Ends it as a deployment does, and starts it with something changed. */
  restart(app: string, changed: Readonly<Record<string, string>>): Promise<void>;
  /** Starts what was killed or ended by itself, with something changed. */
  start(app: string, changed?: Readonly<Record<string, string>>): Promise<void>;
  /** Statements in the database of an app. */
  sql(app: string, text: string): Promise<void>;
  /** Takes every connection PostgreSQL has left, until they are given back. */
  takeConnections(): Promise<void>;
  giveConnectionsBack(): Promise<void>;
  /** Apps that have a database. */
  readonly databaseOwners: readonly string[];
}

export type Misbehaviour =
  | { readonly mode: 'none' | 'hang' | 'reset' | 'garbage' | 'refuse' }
  | { readonly mode: 'latency'; readonly ms: number };
