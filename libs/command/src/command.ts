/**
 * What all commands of the workspace have in common: how help is asked for, how a misspelt command is answered, and what
 * the process ends with. The rest is Commander's.
 */
import { debuglog } from 'node:util';
import { Command, CommanderError } from 'commander';
import { describeError } from './describe-error.ts';
import { CommandFailure, exitStatus, Misuse } from './failures.ts';

const helpWidth = 100;
/** `NODE_DEBUG=command` shows where an error came from. */
const debug = debuglog('command');

/**
 * @param npmScript as in package.json, which is how people call it
 * @param summary what it does, in a sentence or a few
 */
export function command(npmScript: string, summary: string): Command {
  const call = `npm ${['start', 'test'].includes(npmScript) ? npmScript : `run ${npmScript}`} --`;
  return new Command(call)
    .description(summary)
    .helpOption('-h, --help', 'this text')
    .showHelpAfterError(`See "${call} --help".`)
    .showSuggestionAfterError()
    .configureHelp({ helpWidth })
    .exitOverride((error) => {
      // A command that is a program of its own has ended, long after parsing: its status is ours.
      if (error.code === 'commander.executeSubCommandAsync') process.exitCode = error.exitCode;
      else throw error;
    });
}

export interface RunOptions {
  /** Default: those of the process. */
  args?: string[];
  /** The command that is meant when the first argument is not the name of one. */
  otherwise?: string;
}

/** Runs a command, tells what went wrong, and leaves the exit status with the process. Never rejects. */
export async function runCommand(program: Command, options: RunOptions = {}): Promise<void> {
  process.stdout.off('error', endQuietly).on('error', endQuietly);
  try {
    await program.parseAsync(completed(program, options), { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, program);
  }
}

/**
 * For a program that is one script from top to bottom: the command, knowing what was asked of it.
 * Ends the process when that was help, or cannot be told.
 */
export function parsed(program: Command, args = process.argv.slice(2)): Command {
  try {
    return program.parse(completed(program, { args }), { from: 'user' });
  } catch (error) {
    process.exit(report(error, program));
  }
}

/** Whoever reads our output may close it early, as `head` does. */
function endQuietly(error: Error): void {
  if (!('code' in error && error.code === 'EPIPE')) throw error;
}

function completed(program: Command, { args = process.argv.slice(2), otherwise }: RunOptions): string[] {
  if (program.commands.length > 0) program.helpCommand('help [command]', 'this text, or that of a command');
  const [first] = args;
  if (first === 'help' && program.commands.length === 0) return ['--help'];
  if (first === '--help' || first === '-h') return args;
  if (otherwise !== undefined && (first === undefined || first.startsWith('-'))) return [otherwise, ...args];
  return first === undefined && program.commands.length > 0 ? ['--help'] : args;
}

function report(error: unknown, program: Command): number {
  // Commander has told already, and help that was asked for is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.misuse;
  if (error instanceof Misuse) {
    process.stderr.write(`error: ${error.message}\nSee "${program.name()} --help".\n`);
    return exitStatus.misuse;
  }
  process.stderr.write(`${error instanceof CommandFailure ? error.message : describeError(error)}\n`);
  debug('%O', error);
  return error instanceof CommandFailure ? error.status : exitStatus.failed;
}
