/** What a system of the operator's keeps for us: described here once, so that all are planned and applied in one way. */

export interface ObservedSystem {
  /** As people call it: "InfluxDB". */
  readonly name: string;
  readonly url: string;
  /** In the order they are made; may ask the system what it has of ours that no file describes any more. */
  contents: () => Content[] | Promise<Content[]>;
}

/** One thing that a system keeps for us: a bucket, a dashboard, an index template. */
export interface Content {
  /** As in "dashboard". */
  readonly kind: string;
  readonly name: string;
  /** Where it comes from, relative to the workspace: what an error names. */
  readonly file: string;
  /** What it is to be; undefined: gone. Only what is said here is compared with what is there. */
  readonly wanted: unknown;
  /** @returns what is there, in the shape of `wanted`; undefined: nothing */
  read: () => Promise<unknown>;
  /** Makes it what is wanted, whatever is there. */
  write: () => Promise<void>;
}

/** What it takes to reach the systems of an environment. Secrets are in the process's environment and nowhere else. */
export interface Surroundings {
  /** The workspace. */
  readonly root: string;
  /** The environment's name. */
  readonly environment: string;
  readonly secrets: NodeJS.ProcessEnv;
}

/** @throws Error naming the variable and what it is for */
export function secretOf({ secrets }: Surroundings, variable: string, what: string): string {
  const value = secrets[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set: ${what}`);
  return value;
}
