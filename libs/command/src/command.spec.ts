import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argument, command, CommandFailure, exitStatus, Misuse, runCommand, wholeNumber } from './index.ts';
import type { RunOptions } from './index.ts';

let printed: string;
let done: string[];

beforeEach(() => {
  printed = '';
  done = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

function boats(): ReturnType<typeof command> {
  const program = command('boats', 'Moves boats.');
  program
    .command('launch')
    .description('into the water')
    .argument('<boat>')
    .option('--speed <knots>', 'how fast', wholeNumber({ min: 1, max: 30 }))
    .action((boat: string) => {
      if (boat === 'titanic') throw new CommandFailure('It sank.', 3);
      if (boat === 'nothing') throw new Misuse('that is no boat');
      done.push(boat);
    });
  return program;
}

async function status(args: string[], options: RunOptions = {}, program = boats()): Promise<number> {
  process.exitCode = undefined;
  await runCommand(program, { args, ...options });
  const { exitCode } = process;
  return typeof exitCode === 'number' ? exitCode : 0;
}

describe('a command', () => {
  it.each([[['help']], [['--help']], [['-h']], [[]]])('shows its help when called with %j', async (args) => {
    expect(await status(args)).toBe(exitStatus.done);
    expect(printed).toContain('Usage: npm run boats -- [options] [command]');
    expect(printed).toContain('into the water');
    expect(done).toEqual([]);
  });

  it.each([[['help', 'launch']], [['launch', '--help']], [['launch', '-h']]])(
    'shows the help of a command of its own when called with %j',
    async (args) => {
      expect(await status(args)).toBe(exitStatus.done);
      expect(printed).toContain('Usage: npm run boats -- launch');
    },
  );

  it('without commands of its own takes "help" for no argument', async () => {
    const row = command('row', 'Rows.')
      .addArgument(new Argument('[boat]'))
      .action(() => {
        done.push('rowed');
      });
    expect(await status(['help'], {}, row)).toBe(exitStatus.done);
    expect(printed).toContain('Usage: npm run row -- [options] [boat]');
    expect(done).toEqual([]);
  });

  it.each([
    [['lunch', 'ann'], '(Did you mean launch?)'],
    [['launch', 'ann', '--sped', '3'], '(Did you mean --speed?)'],
    [['launch', 'ann', '--speed', 'fast'], 'whole number'],
    [['launch', 'ann', '--speed', '31'], 'at most 30'],
    [['launch'], "missing required argument 'boat'"],
    [['launch', 'ann', 'bob'], 'too many arguments'],
    [['launch', 'nothing'], 'error: that is no boat'],
  ])('called wrongly with %j says so and what was probably meant', async (args, message) => {
    expect(await status(args)).toBe(exitStatus.misuse);
    expect(printed).toContain(message);
    expect(printed).toContain('See "npm run boats -- --help".');
    expect(done).toEqual([]);
  });

  it('can mean one of its commands when none is named, and still notices a wrong name', async () => {
    const launch = command('boats', 'Moves boats.');
    launch
      .command('launch')
      .option('--speed <knots>')
      .action(() => {
        done.push('launched');
      });
    expect(await status(['--speed', '3'], { otherwise: 'launch' }, launch)).toBe(exitStatus.done);
    expect(done).toEqual(['launched']);
    expect(await status(['lunch'], { otherwise: 'launch' })).toBe(exitStatus.misuse);
    expect(await status(['--help'], { otherwise: 'launch' })).toBe(exitStatus.done);
    expect(printed).toContain('Usage: npm run boats -- [options] [command]');
  });

  it('that fails tells why and nothing else, with its own status', async () => {
    expect(await status(['launch', 'titanic'])).toBe(3);
    expect(printed).toBe('It sank.\n');
  });
});
