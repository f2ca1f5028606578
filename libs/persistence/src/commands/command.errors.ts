import { DomainError } from '@wellspring/platform';
import type { Resolution } from './resolution.ts';

const codeOf = (command: string): string => command.toUpperCase().replaceAll('-', '_');
const wordsOf = (command: string): string => command.replaceAll('-', ' ');

/** 404: no such command. */
export class CommandNotFoundError extends DomainError {
  constructor(command: string) {
    super({ code: `${codeOf(command)}.NOT_FOUND`, message: `There is no such ${wordsOf(command)}`, status: 404 });
  }
}

/** 409: nobody has to decide about this command, or somebody else has. */
export class NeedsNoAttentionError extends DomainError {
  constructor(command: string, state: string, last: Resolution | undefined) {
    const decided = last && `${last.operator} decided ${last.action} at ${last.at.toISOString()}: ${last.reason}`;
    super({
      code: `${codeOf(command)}.NEEDS_NO_ATTENTION`,
      message: `The ${wordsOf(command)} is ${state} and waits for no decision`,
      status: 409,
      ...(decided === undefined ? {} : { reason: decided }),
    });
  }
}
