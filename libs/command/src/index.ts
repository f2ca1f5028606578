export { Argument, type Command, InvalidArgumentError, Option } from 'commander';
export { command, parsed, runCommand, type RunOptions } from './command.ts';
export { isConfirmed } from './confirmation.ts';
export { describeError } from './describe-error.ts';
export { CommandFailure, exitStatus, Misuse } from './failures.ts';
export { aNumber, list, oneOf, wholeNumber } from './values.ts';
