const severity = { debug: 0, info: 1, warn: 2, error: 3 };

export type LogLevel = keyof typeof severity;
export type LogFields = Record<string, unknown>;
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

/** One JSON object a line on stdout. */
export function createLog(
  least: LogLevel,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  return (level, message, fields = {}) => {
    if (severity[level] < severity[least]) return;
    const { error, ...rest } = fields;
    const failure =
      error instanceof Error ? { error: error.stack ?? error.message } : error === undefined ? {} : { error };
    write(
      `${JSON.stringify({ time: new Date().toISOString(), level, name: 'legacy-portal', message, ...rest, ...failure })}\n`,
    );
  };
}
