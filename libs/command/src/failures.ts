/**
 * What every command ends with. A command that has more to say than that it failed has statuses of its own between them,
 * and names them in its help.
 */
export const exitStatus = {
  done: 0,
  failed: 1,
  /** Called wrongly: EX_USAGE of sysexits.h, which no command of ours and no program it runs ends with otherwise. */
  misuse: 64,
} as const;

/** Called wrongly in a way that only the command itself can tell. */
export class Misuse extends Error {}

/** Ends the command with a status of its own. The message is for a person, who sees it and nothing else. */
export class CommandFailure extends Error {
  readonly status: number;

  constructor(message: string, status: number = exitStatus.failed, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
