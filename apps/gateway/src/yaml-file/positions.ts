import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';

/** Where a key of the file stands: at its own line, or at the nearest one above it when it is missing. */
export class Positions {
  private readonly document: Document;
  private readonly lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  of(path: readonly PropertyKey[]): { line: number; column: number } {
    let offset = 0;
    let node: unknown = this.document.contents;
    for (const part of path) {
      const step = this.step(node, part);
      if (step === undefined) break;
      offset = step.offset;
      node = step.node;
    }
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private step(node: unknown, part: PropertyKey): { offset: number; node: unknown } | undefined {
    const container = isAlias(node) ? node.resolve(this.document) : node;
    if (isMap(container)) {
      const pair = container.items.find((item) => keyText(item) === String(part));
      return pair === undefined ? undefined : { offset: startOf(pair.key) ?? 0, node: pair.value };
    }
    if (isSeq(container) && typeof part === 'number') {
      const item = container.items[part];
      return item === undefined ? undefined : { offset: startOf(item) ?? 0, node: item };
    }
    return undefined;
  }
}

function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
