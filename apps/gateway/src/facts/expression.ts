import { compilePipe, type Pipe } from './pipes.ts';

/** `.amount | money`: where a value is found, and what turns it into its canonical form. */
export interface Expression {
  source: string;
  pipes: Pipe[];
}

const pipePattern = /^([a-z]+)(?:\((.*)\))?$/;

/**
 * Steps are separated by a bar with space on both sides, so that a bar inside a selector (`[lang|=en]`) is left alone.
 * @throws Error saying what is wrong with it.
 */
export function parseExpression(text: string): Expression {
  const [source = '', ...steps] = text.trim().split(/\s+\|\s+/);
  if (source === '') throw new Error('is empty');
  return { source, pipes: steps.map(parsePipe) };
}

function parsePipe(step: string): Pipe {
  const [, name, argument] = pipePattern.exec(step) ?? [];
  if (name === undefined)
    throw new Error(`"${step}" is not a pipe: write a name, or a name with arguments in brackets`);
  return compilePipe(name, argument);
}
