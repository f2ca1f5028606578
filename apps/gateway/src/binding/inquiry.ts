import type { Clock } from './clock.ts';
import type { EpochBook } from './epoch-book.ts';
import type { Epochs } from './epochs.ts';
import type { Finding } from './finding.ts';
import { Questions } from './questions.ts';
import { booksOf, digest, mayOutlast, mayUse, type Rule } from './rule.ts';
import type { Asker, Standing, Who } from './standing.ts';

/** What came of asking an old portal. */
export interface Reply {
  /** `late`: nothing in time, or nothing that can be read. `away`: it cannot be reached at all. */
  who: Who | 'late' | 'away';
  /** `Set-Cookie` values of the answer. */
  setCookies: readonly string[];
}

interface Asked {
  /** By our own clock. */
  begunAt: number;
  before: Standing;
  reply: Reply;
  after: Standing;
}

const noCookies: readonly string[] = [];
/** A browser that sends something to the old side each time while it is asked about is taken for nobody's. */
const mostTimes = 4;

/** Finds out who a bound browser is: by the last answer where the rule allows it, else by asking the old portal. */
export class Inquiry<A extends Asker = Asker> {
  private readonly questions: Questions<Asked>;

  constructor(
    private readonly rule: Rule,
    private readonly epochs: Epochs,
    private readonly book: Pick<EpochBook, 'keep'>,
    private readonly ask: (asker: A) => Promise<Reply>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.questions = new Questions(rule);
  }

  async who(asker: A): Promise<Finding> {
    let arrivedAt = this.questions.arrive();
    const standing = await this.standing(asker);
    const { shared } = standing;
    const last = shared?.answer;
    if (shared !== undefined && last !== undefined && mayUse(this.rule, last, asker, shared))
      return finding(asker, [standing], last.who);
    if (!this.rule.mayAsk(asker, shared)) return finding(asker, [standing], 'unknown');
    const read = [standing];
    for (let times = 0; times < mostTimes; times += 1) {
      const asked = await this.questions.ask(aboutOf(asker), arrivedAt, () => this.put(asker));
      read.push(asked.before, asked.after);
      const isFresh = this.rule.isFresh(this.clock.now() - asked.begunAt);
      if (isFresh && this.rule.heldStill(asked.before, asked.after)) return this.conclude(asker, read, asked);
      arrivedAt = this.questions.arrive();
    }
    return finding(asker, read, 'unknown');
  }

  /** @param read everything that was read for this request */
  private conclude(asker: A, read: readonly Standing[], { reply, after }: Asked): Finding {
    const { who, setCookies } = reply;
    if (who === 'late') return finding(asker, read, 'unknown', setCookies);
    if (who !== 'away') return finding(asker, read, who, setCookies);
    const last = after.shared?.answer;
    const stands = after.shared !== undefined && last !== undefined && mayOutlast(this.rule, last, asker, after.shared);
    return finding(asker, read, stands ? last.who : 'unknown');
  }

  private async put(asker: A): Promise<Asked> {
    const before = await this.standing(asker);
    const begunAt = this.clock.now();
    const reply = await this.ask(asker);
    const after = await this.standing(asker);
    this.keep(asker, before, reply);
    return { begunAt, before, reply, after };
  }

  /** For the requests to come. Lost, it costs a question. */
  private keep(asker: A, { shared }: Standing, { who, setCookies }: Reply): void {
    if (who === 'late' || who === 'away' || asker.browser === undefined || shared === undefined) return;
    // The browser will come with other cookies.
    if (setCookies.length > 0) return;
    if (!this.rule.isKnown(shared) || !this.rule.nothingWaits(shared)) return;
    const { portal, browser, node, cookies } = asker;
    // Whoever is seen for the first time is there: from then on it counts.
    const byHand = asker.byHand || shared.byHandAt === undefined;
    const answer = { cookies: digest(cookies), node, epoch: shared.epoch, askedAt: shared.now, who };
    this.book.keep({ browser, portal, answer, byHand }).catch(() => undefined);
  }

  private standing(asker: A): Promise<Standing> {
    const { browser, portal, sessionId } = asker;
    return this.epochs.standing({ books: booksOf(asker), browser, portal, sessionId });
  }
}

/** @param read one after the other. A session that was over in any of them is over, whether or not the last one failed. */
function finding(asker: Asker, read: readonly Standing[], who: Finding['who'], setCookies = noCookies): Finding {
  const ended = read.some(({ shared }) => shared?.ended === true);
  return { portal: asker.portal, who, setCookies, epoch: read.at(-1)?.shared?.epoch, ended };
}

/** Requests with the same cookies of the same browser may share a question. */
function aboutOf({ portal, node, cookies, browser, sessionId }: Asker): string {
  return JSON.stringify([portal, node, cookies, browser, sessionId]);
}
