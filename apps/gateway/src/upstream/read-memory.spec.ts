import { describe, expect, it } from '@jest/globals';
import { MemorySocket } from '../../test/front/memory-socket.ts';
import { ReadMemory } from './read-memory.ts';

/** Reads bytes as Node does: into what it is given, which it asks for anew each time. */
function read(memory: ReadMemory, text: string): boolean {
  const { options } = memory;
  if (typeof options.buffer !== 'function') throw new Error('the buffer is not asked for');
  const given = options.buffer();
  given.set(Buffer.from(text));
  return options.callback(text.length, given);
}

describe('the memory a connection is read into', () => {
  it('is used again when nobody holds on to it', () => {
    const memory = new ReadMemory();
    const taken: Buffer[] = [];
    memory.take = (chunk) => taken.push(chunk) > 0;
    read(memory, 'one');
    read(memory, 'two');
    expect(taken.map(String)).toEqual(['two', 'two']);
  });

  it('is left to whoever holds on to it', () => {
    const memory = new ReadMemory();
    const taken: Buffer[] = [];
    memory.take = (chunk) => taken.push(chunk) === 0;
    read(memory, 'one');
    read(memory, 'two');
    expect(taken.map(String)).toEqual(['one', 'two']);
  });

  it('is copied for a stream, which says when it is full', () => {
    const memory = new ReadMemory();
    const socket = new MemorySocket();
    memory.leaveTo(socket);
    expect(read(memory, 'one')).toBe(true);
    expect(read(memory, 'two'.padEnd(65_536))).toBe(false);
    expect(String(socket.read(6))).toBe('onetwo');
    socket.destroy();
  });
});
