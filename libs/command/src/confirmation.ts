import { createInterface } from 'node:readline/promises';

/** Somebody at a terminal is asked; a pipeline has had its approval and reads in its log what is done. */
export async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Only "yes" is taken for one: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
