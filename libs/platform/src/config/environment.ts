/** What a process was started with: names and texts, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A copy of the process's environment; the one place that reads it. */
export function readEnvironment(): Environment {
  return { ...process.env };
}
