import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';

// Each is a process that loads what the command needs.
jest.setTimeout(60_000);

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const prefix = 'node tools/run.js ';

const { scripts } = manifest.parse(JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')));
const commands = Object.entries(scripts)
  .filter(([, line]) => line.startsWith(prefix))
  .map(([name, line]) => ({ name, line: line.slice(prefix.length).split(' ') }));

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

function run(line: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...line],
      { cwd: workspaceRoot },
      (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

const helps = new Map<string, Promise<Ended>>();

function helpOf({ name, line }: (typeof commands)[number]): Promise<Ended> {
  const help = helps.get(name) ?? run([...line, 'help']);
  helps.set(name, help);
  return help;
}

/** `npm run deploy -- plan`, in whatever somebody may read: the command and the word after it. */
function mentionedCommands(): { name: string; word: string; file: string }[] {
  const exclude = ['**/{node_modules,dist,.nx,.wellspring}/**', 'libs/command/**'];
  return globSync('**/*.{md,ts,tsx,template,tpl,yaml,yml}', { cwd: workspaceRoot, exclude }).flatMap((file) =>
    [...readFileSync(join(workspaceRoot, file), 'utf8').matchAll(mention)].map(([, name = '', word = '']) => ({
      name,
      word,
      file,
    })),
  );
}

const mention = /npm run (?:-s )?([a-z][a-z:-]*)(?: -- ([a-z][a-z-]*))?/g;

/** The words of a help that begin a line below `Commands:`. */
function subcommands(help: string): string[] {
  const [, list = ''] = help.split(/^Commands:\n/m);
  return [...(list.split('\n\n')[0] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, word = '']) => word);
}

describe('the commands of package.json', () => {
  it.each(commands)('$name shows its help and refuses what it does not know', async (command) => {
    const { name, line } = command;
    const [help, wrong] = await Promise.all([helpOf(command), run([...line, '--no-such-option'])]);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(new RegExp(`^Usage: npm (run )?${name} -- `));
    expect(wrong).toMatchObject({ status: 64, stdout: '' });
    expect(wrong.stderr).toMatch(/^error: /);
  });

  it('are the only ones that are mentioned, with words that they know', async () => {
    const known = new Map(
      await Promise.all(
        commands.map(async (command) => [command.name, subcommands((await helpOf(command)).stdout)] as const),
      ),
    );
    const wrong = mentionedCommands().filter(({ name, word }) => {
      const words = known.get(name);
      if (!words) return !(name in scripts);
      return word !== '' && words.length > 0 && !words.includes(word);
    });
    expect(wrong).toEqual([]);
  });
});
