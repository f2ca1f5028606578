/** Exit status of a process that was configured wrongly: `EX_CONFIG` of sysexits.h. */
export const configurationExitCode = 78;

export interface BadSetting {
  /** Environment variable. */
  readonly name: string;
  readonly problem: string;
}

/** The environment does not fit the schema. Names every bad variable in one line, never a value. */
export class ConfigurationError extends Error {
  readonly bad: readonly BadSetting[];

  constructor(bad: readonly BadSetting[]) {
    super(`Bad configuration: ${bad.map(({ name, problem }) => `${name} ${problem}`).join('; ')}`);
    this.name = 'ConfigurationError';
    this.bad = bad;
  }
}
