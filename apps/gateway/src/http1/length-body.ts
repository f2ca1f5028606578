/** A body whose length was announced (RFC 9112 section 6.2). */
export class LengthBody {
  constructor(private left: number) {}

  get done(): boolean {
    return this.left === 0;
  }

  /** @returns how many bytes of `input` belong to this body; fewer than given only when it is done. */
  push(input: Buffer, onData: (chunk: Buffer) => void): number {
    const chunk = input.length > this.left ? input.subarray(0, this.left) : input;
    this.left -= chunk.length;
    if (chunk.length > 0) onData(chunk);
    return chunk.length;
  }
}
