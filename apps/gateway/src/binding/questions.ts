import type { Rule } from './rule.ts';

/** Those who wait for one answer. */
interface Question<R> {
  /** In the order of `turn`; unknown until it begins. */
  begunAt: number;
  readonly answer: Promise<R>;
}

/**
 * Questions about the same thing one after the other: whoever comes while one is being answered waits for the next, which
 * serves all who came before it began. An old side that handles one request of a session at a time is never asked twice at
 * once.
 */
export class Questions<R> {
  /** Counts arrivals and beginnings: a clock has not enough digits to tell which was first. */
  private turn = 0;
  private readonly lines = new Map<string, Question<R>[]>();

  constructor(private readonly rule: Pick<Rule, 'mayShare'>) {}

  /** Notes that somebody is there who may have a question. */
  arrive(): number {
    this.turn += 1;
    return this.turn;
  }

  ask(about: string, arrivedAt: number, put: () => Promise<R>): Promise<R> {
    const line = this.lines.get(about) ?? [];
    this.lines.set(about, line);
    const shared = line.find((each) => this.rule.mayShare(each.begunAt, arrivedAt));
    if (shared !== undefined) return shared.answer;
    const before = line.at(-1)?.answer;
    const question: Question<R> = {
      begunAt: Infinity,
      answer: this.after(before, () => this.begin(about, question, put)),
    };
    line.push(question);
    return question.answer;
  }

  private async after(before: Promise<R> | undefined, begin: () => Promise<R>): Promise<R> {
    // A turn of its own, so that what arrives together can share.
    await Promise.resolve();
    await before?.catch(() => undefined);
    return begin();
  }

  private async begin(about: string, question: Question<R>, put: () => Promise<R>): Promise<R> {
    question.begunAt = this.arrive();
    try {
      return await put();
    } finally {
      const line = this.lines.get(about);
      line?.splice(line.indexOf(question), 1);
      if (line?.length === 0) this.lines.delete(about);
    }
  }
}
