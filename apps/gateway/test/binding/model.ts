import { BoundCallers, type BoundSession, type Opened } from '../../src/binding/bound-callers.ts';
import type { EpochBook } from '../../src/binding/epoch-book.ts';
import { Epochs, type OldRequest } from '../../src/binding/epochs.ts';
import { Inquiry, type Reply } from '../../src/binding/inquiry.ts';
import { bookOf, type Rule } from '../../src/binding/rule.ts';
import type { Asker } from '../../src/binding/standing.ts';
import { Chance } from './chance.ts';
import { DistantBook } from './distant-book.ts';
import { type Act, idleMs, type Kind, OldPortalModel, type Person } from './old-portals.ts';
import { Pending } from './pending.ts';
import { SharedBook } from './shared-book.ts';
import { settled, VirtualTime } from './virtual-time.ts';

export type Mode = 'off' | 'header' | 'form';

const portal = 'selfcare';
const outageMs = 600_000;
const freshMs = 30_000;
const beatMs = 1_000;
const answerMs = 3_000;
const effectMs = 90_000;
const longestWaitMs = 60_000;

interface ModelSession extends BoundSession {
  customerId: Person;
}

/** One browser, in which both customers sign in and out as they like. */
interface ModelBrowser {
  name: string;
  old: Map<string, string>;
  session: ModelSession | undefined;
  id: { value: string; since: number } | undefined;
  node: string;
  /** When somebody last did anything with it. */
  byHandAt: number;
}

/** A request to the old side that has been forwarded. */
interface Forwarded {
  /** Where it was written down: what another old session of this browser is sent says nothing about this one. */
  book: string;
  replica: Replica;
  /** When it was written down. */
  begun: number;
  at: number;
}

/** A question that an old portal has answered. */
interface Answered {
  browser: ModelBrowser;
  text: string;
  node: string;
  begun: number;
  askedAt: number;
  who: Person | undefined;
}

/** A request to the new side that waits to know whose it is. */
interface Personal {
  browser: ModelBrowser;
  replica: Replica;
  arrived: number;
  arrivedAt: number;
  cookies: ReadonlyMap<string, string>;
  books: readonly string[];
  node: string;
  /** Everybody the old side could rightly have named since it arrived. */
  truths: Set<Person | undefined>;
  duringOutage: boolean;
}

interface ModelAsker extends Asker {
  cookieJar: ReadonlyMap<string, string>;
  askedBy: ModelBrowser;
}

export type Disturbance =
  | 'cutOff'
  | 'oldSideAway'
  | 'databaseAway'
  | 'databaseBack'
  | 'databaseEmpty'
  | 'death'
  | 'givenUp'
  | 'idLost'
  | 'otherNode'
  | 'takeOver';

/** As often as they stand here. */
const usual: [Disturbance, ...Disturbance[]] = [
  'cutOff',
  'cutOff',
  'cutOff',
  'oldSideAway',
  'oldSideAway',
  'oldSideAway',
  'databaseAway',
  'databaseBack',
  'databaseBack',
  'databaseEmpty',
  'death',
  'givenUp',
  'idLost',
  'otherNode',
  'otherNode',
  'takeOver',
];

export interface ModelOptions {
  seed: number;
  kind: Kind;
  mode: Mode;
  rule: Rule;
  /** What goes wrong more often than anything else. */
  stress?: Disturbance | undefined;
  /** Spoils what is written into the book, to see that it is noticed. */
  spoil?: ((book: EpochBook) => Partial<EpochBook>) | undefined;
}

/** What happened, so that a test can tell that something did. */
export interface Tally {
  steps: number;
  shown: number;
  withheld: number;
  reused: number;
  outlasted: number;
  questions: number;
  oldRequests: number;
}

class Replica {
  readonly book: DistantBook;
  readonly epochs: Epochs;
  readonly callers: BoundCallers<ModelSession, ModelAsker>;
  readonly knownEnded = new Set<string>();
  /** When it read in the book that a session had ended. */
  readonly readEnded = new Map<string, number>();
  readonly startedAt: number;
  dead = false;

  constructor(
    readonly name: string,
    model: Model,
  ) {
    this.book = new DistantBook(model.writtenBook, model.bookCalls, model.chance, name);
    this.startedAt = model.time.now();
    const book = spoilt(this.book, (distant) => ({
      read: async (reading) => {
        const standing = await distant.read(reading);
        if (standing.ended && reading.sessionId !== undefined) this.readEnded.set(reading.sessionId, model.now);
        return standing;
      },
    }));
    this.epochs = new Epochs(book, model.time);
    const inquiry = new Inquiry<ModelAsker>(
      model.options.rule,
      this.epochs,
      this.book,
      (asker) => model.ask(asker),
      model.time,
    );
    this.callers = new BoundCallers(
      model.options.rule,
      inquiry,
      {
        open: (identity) => Promise.resolve(model.open(identity.customerId as Person, portal)),
        end: (session) => Promise.resolve(model.end(session, this)),
        endEverywhere: (session) => Promise.resolve(model.end(session, this)),
      },
      model.time,
    );
  }
}

/** Somebody was shown who should not have been; with the last things that happened. */
export class RuleBrokenError extends Error {}

/** Everything around the rule, played with by chance. @throws {RuleBrokenError} as soon as the rule is broken */
export class Model {
  readonly time = new VirtualTime();
  /** On the way between browsers, replicas and the old side. */
  readonly pending = new Pending();
  /** On the way between replicas and their book. */
  readonly bookCalls = new Pending();
  readonly chance: Chance;
  readonly book: SharedBook;
  readonly writtenBook: EpochBook;
  readonly tally: Tally = { steps: 0, shown: 0, withheld: 0, reused: 0, outlasted: 0, questions: 0, oldRequests: 0 };
  private readonly old: OldPortalModel;
  private readonly browsers: [ModelBrowser, ModelBrowser];
  private readonly replicas: [Replica, Replica, Replica];
  private readonly jars = new Map<string, Map<string, string>>();
  private readonly personal = new Set<Personal>();
  private readonly forwarded: Forwarded[] = [];
  /** Gives up each request whose answer from the old side is waited for. */
  private readonly waited = new Set<() => void>();
  private readonly answered: Answered[] = [];
  private readonly ended = new Map<string, number>();
  private readonly story: string[] = [];
  private moment = 0;
  private made = 0;
  private broken: string | undefined;

  constructor(readonly options: ModelOptions) {
    this.chance = new Chance(options.seed);
    this.book = new SharedBook(() => this.time.now());
    this.writtenBook = spoilt(this.book, options.spoil);
    this.old = new OldPortalModel(options.kind, () => this.time.now());
    this.browsers = [newBrowser('shared'), newBrowser('other')];
    this.replicas = [new Replica('r1', this), new Replica('r2', this), new Replica('r3', this)];
  }

  async run(steps: number): Promise<Tally> {
    for (let i = 0; i < steps; i += 1) {
      this.moment += 1;
      this.tally.steps += 1;
      await this.step();
      this.observe();
      await settled();
      if (this.broken !== undefined) throw new RuleBrokenError(`${this.broken}\n${this.story.slice(-60).join('\n')}`);
    }
    return this.tally;
  }

  ask(asker: ModelAsker): Promise<Reply> {
    this.tally.questions += 1;
    if (!asker.byHand && this.time.now() - asker.askedBy.byHandAt >= idleMs + 60_000)
      this.broken = `an idle session of ${asker.askedBy.name} was kept alive`;
    const begun = this.moment;
    const askedAt = this.time.now();
    return new Promise((resolve) => {
      void this.time.wait(answerMs).then(() => {
        resolve({ who: 'late', setCookies: [] });
      });
      this.pending.add(`who-is ${asker.cookies} asked`, () => {
        if (this.old.away) {
          resolve({ who: 'away', setCookies: [] });
          return;
        }
        if (this.chance.happens(0.03)) {
          resolve({ who: 'late', setCookies: [] });
          return;
        }
        const { cookieJar, node = '', cookies, askedBy } = asker;
        const who = this.old.whoIs(cookieJar, node);
        this.pending.add(`who-is ${cookies} answered ${who ?? 'nobody'}`, () => {
          this.answered.push({ browser: askedBy, text: cookies, node, begun, askedAt, who });
          const identity = { customerId: who ?? '', email: '', name: '', locale: 'en', segment: undefined };
          resolve({ who: who === undefined ? 'nobody' : identity, setCookies: [] });
        });
      });
    });
  }

  open(person: Person, openedFrom: string | undefined): Opened<ModelSession> {
    this.made += 1;
    const session = { id: `session${this.made}`, customerId: person, openedFrom };
    return { session, setCookie: session.id };
  }

  end(session: ModelSession, replica: Replica): string {
    if (!this.ended.has(session.id)) this.ended.set(session.id, this.moment);
    replica.knownEnded.add(session.id);
    this.pending.add(`${session.id} ended in the book`, () => this.book.ended.add(session.id));
    for (const other of this.replicas)
      this.pending.add(`${other.name} hears that ${session.id} ended`, () => other.knownEnded.add(session.id));
    return '';
  }

  /** In the order of what happens. */
  get now(): number {
    return this.moment;
  }

  private async step(): Promise<void> {
    const underWay = this.bookCalls.size + this.pending.size;
    if (underWay > 0 && (underWay > 40 || this.chance.happens(0.85))) {
      const kind = this.chance.below(underWay) < this.bookCalls.size ? this.bookCalls : this.pending;
      this.tell(kind.runAny(this.chance));
      return;
    }
    const what = this.chance.next();
    if (what < 0.2) await this.pass(this.chance.below(2_000));
    else if (what < 0.22) await this.pass(this.chance.of([31_000, 95_000, 200_000, 400_000]));
    else if (what < 0.222) await this.pass(idleMs);
    else if (what < 0.5) this.sendOld();
    else if (what < (this.options.stress === undefined ? 0.955 : 0.8)) this.sendPersonal();
    else if (what > 0.98) this.signInAtProvider();
    else if (what > 0.97) this.signOut();
    else this.disturb();
  }

  /** In small pieces, in which replicas and their book hear of each other as often as they do. */
  private async pass(ms: number): Promise<void> {
    this.tell(`${ms} ms pass`);
    const piece = ms > 60_000 ? 3 * beatMs : beatMs;
    for (let left = ms; left > 0; left -= piece) {
      this.time.pass(Math.min(left, piece));
      for (const replica of this.replicas) {
        if (this.chance.happens(0.05)) replica.book.reachable = true;
        void replica.epochs.beat();
      }
      this.observe();
      await settled();
      while (ms > beatMs && this.bookCalls.size > 0) {
        for (let calls = this.bookCalls.size; calls > 0; calls -= 1) this.bookCalls.runAny(this.chance);
        await settled();
      }
    }
  }

  private disturb(): void {
    const what =
      this.options.stress !== undefined && this.chance.happens(0.7) ? this.options.stress : this.chance.of(usual);
    const replica = this.chance.of(this.replicas);
    const browser = this.chance.of(this.browsers);
    switch (what) {
      case 'cutOff':
        // One that is cut off from its very beginning, and it alone, is more than the rule can know of.
        if (this.time.now() - replica.startedAt < 60_000) return;
        replica.book.reachable = !replica.book.reachable;
        this.tell(`${replica.name} ${replica.book.reachable ? 'reaches' : 'does not reach'} the book`);
        return;
      case 'oldSideAway':
        this.old.away = !this.old.away;
        this.tell(`the old side is ${this.old.away ? 'away' : 'back'}`);
        return;
      case 'databaseAway':
        for (const each of this.replicas) each.book.reachable = false;
        this.tell('the database is away');
        return;
      case 'databaseBack':
        for (const each of this.replicas) each.book.reachable = true;
        this.tell('the database is back');
        return;
      case 'databaseEmpty':
        this.book.wipe();
        this.tell('the book is empty');
        return;
      case 'death':
        replica.dead = true;
        this.replicas[this.replicas.indexOf(replica)] = new Replica(`${replica.name}'`, this);
        this.tell(`${replica.name} dies and is started again`);
        return;
      case 'givenUp':
        for (const giveUp of this.waited) giveUp();
        this.tell('nobody waits for the old side any more');
        return;
      case 'idLost':
        browser.id = undefined;
        this.tell(`${browser.name} forgets the id it was given`);
        return;
      case 'otherNode':
        browser.node = this.chance.of(['n1', 'n2']);
        this.tell(`${browser.name} goes to ${browser.node}`);
        return;
      case 'takeOver': {
        if (this.old.away) return;
        const person = this.chance.happens(0.3) ? undefined : this.chance.of<Person>(['A', 'B']);
        this.old.takeOver(this.held(browser), browser.node, person);
        this.tell(`the session of ${browser.name} becomes ${person ?? 'nobody'}'s on the server`);
        return;
      }
      default:
        what satisfies never;
    }
  }

  private sendOld(): void {
    const browser = this.chance.of(this.browsers);
    const replica = this.chance.of(this.replicas);
    const act: Act = this.chance.happens(0.5)
      ? { kind: 'look' }
      : this.chance.of<Act>([
          { kind: 'signIn', person: 'A' },
          { kind: 'signIn', person: 'B' },
          { kind: 'signOut' },
          { kind: 'become', person: this.chance.of<Person>(['A', 'B']) },
        ]);
    const { node, session } = browser;
    const cookies = new Map(this.held(browser));
    const text = textOf(cookies);
    const what = `${browser.name} at ${replica.name}: ${act.kind} ${'person' in act ? act.person : ''} with ${text}`;
    this.tell(what);
    const arrived = this.moment;
    browser.byHandAt = this.time.now();
    const book = bookOf(browser.id?.value, portal, text);
    const begun = text === '' ? undefined : replica.epochs.begin(book, true);
    const forward = (): void => {
      this.pending.add(`${what}: forwarded`, () => {
        if (replica.dead) return;
        this.forward(what, { browser, replica, book, arrived, session, act, cookies, node }, begun);
      });
    };
    if (begun === undefined) forward();
    else void begun.written.then(forward);
  }

  private forward(
    what: string,
    sent: {
      browser: ModelBrowser;
      replica: Replica;
      book: string;
      arrived: number;
      session: ModelSession | undefined;
      act: Act;
      cookies: ReadonlyMap<string, string>;
      node: string;
    },
    begun: OldRequest | undefined,
  ): void {
    const { browser, replica, book, arrived, session, act, cookies, node } = sent;
    if (this.old.away) {
      begun?.unanswered(false);
      return;
    }
    this.tally.oldRequests += 1;
    if (begun !== undefined) this.forwarded.push({ book, replica, begun: arrived, at: this.moment });
    let waits = true;
    let givenUpAt = Infinity;
    const giveUp = (): void => {
      if (!waits) return;
      waits = false;
      this.waited.delete(giveUp);
      givenUpAt = this.time.now();
      if (!replica.dead) begun?.unanswered(true);
    };
    this.waited.add(giveUp);
    void this.time.wait(longestWaitMs).then(giveUp);
    const work = (): void => {
      // Given up, it comes to an end some time after.
      if (this.time.now() - givenUpAt > effectMs || this.old.away) {
        giveUp();
        return;
      }
      if (!waits && this.chance.happens(0.8)) {
        this.pending.add(`${what}: worked on at last`, work);
        return;
      }
      const { setCookies } = this.old.handle(act, cookies, node);
      this.pending.add(`${what}: answered`, () => {
        if (!waits || replica.dead) return;
        waits = false;
        this.waited.delete(giveUp);
        begun?.answered();
        const jar = session === undefined ? undefined : this.jars.get(session.id);
        if (jar !== undefined) for (const [name, value] of Object.entries(setCookies)) set(jar, name, value);
        this.answerTo(browser, what, () => {
          if (jar === undefined) for (const [name, value] of Object.entries(setCookies)) set(browser.old, name, value);
        });
      });
    };
    this.pending.add(`${what}: worked on`, work);
    if (this.chance.happens(0.1)) this.pending.add(`${what}: given up by the visitor`, giveUp);
    if (this.chance.happens(0.05)) this.pending.add(`${what}: connection broke`, giveUp);
  }

  private sendPersonal(): void {
    const browser = this.chance.of(this.browsers);
    const replica = this.chance.of(this.replicas);
    const { node, session } = browser;
    const claim = session === undefined || replica.knownEnded.has(session.id) ? undefined : session;
    const cookies = new Map(this.held(browser, claim));
    const text = textOf(cookies);
    const what = `${browser.name} at ${replica.name}: new page with ${claim?.id ?? 'no session'} and ${text}`;
    this.tell(what);
    if (text === '' && claim?.openedFrom === undefined) return;
    const asked: Personal = {
      browser,
      replica,
      arrived: this.moment,
      arrivedAt: this.time.now(),
      books: [bookOf(browser.id?.value, portal, text), bookOf(undefined, portal, text)],
      cookies,
      node,
      truths: new Set(),
      duringOutage: this.old.away,
    };
    this.personal.add(asked);
    const byHand = this.chance.happens(0.7);
    if (byHand) browser.byHandAt = this.time.now();
    const asker: ModelAsker = {
      portal,
      node,
      cookies: text,
      cookieJar: cookies,
      askedBy: browser,
      browser: browser.id?.value,
      browserAgeMs: browser.id === undefined ? 0 : this.time.now() - browser.id.since,
      sessionId: claim?.id,
      byHand,
      idleMs,
      outageMs,
    };
    const questions = this.tally.questions;
    void replica.callers.recognise(claim, text === '' ? [] : [asker]).then(({ session: found, setCookies }) => {
      this.personal.delete(asked);
      if (replica.dead) return;
      if (found === undefined) this.tally.withheld += 1;
      else this.check(asked, found, what);
      if (found !== undefined && this.tally.questions === questions) this.tally.reused += 1;
      const opened = setCookies.find((each) => each === found?.id);
      if (opened !== undefined && (this.ended.get(opened) ?? Infinity) < asked.arrived)
        this.broken = `${opened} was handed out after it had ended`;
      if (opened !== undefined && found !== undefined) this.adopt(found, cookies);
      this.answerTo(browser, what, () => {
        if (setCookies.length === 0) return;
        browser.session = found;
        if (this.options.mode === 'form' && opened !== undefined) browser.old.clear();
      });
    });
  }

  /** What the gateway answers may get lost on its way. */
  private answerTo(browser: ModelBrowser, what: string, take: () => void): void {
    const id = browser.id ?? { value: this.newId(), since: this.time.now() };
    this.pending.add(`${what}: arrived`, () => {
      if (this.chance.happens(0.1)) return;
      browser.id ??= id;
      take();
    });
  }

  private signInAtProvider(): void {
    const browser = this.chance.of(this.browsers);
    const person = this.chance.of<Person>(['A', 'B']);
    this.tell(`${browser.name}: signs in at the provider as ${person}`);
    if (browser.session !== undefined) this.end(browser.session, this.chance.of(this.replicas));
    browser.session = this.open(person, undefined).session;
    if (this.options.mode !== 'form' || this.old.away) return;
    const jar = new Map<string, string>();
    const { setCookies } = this.old.handle({ kind: 'signIn', person }, jar, browser.node);
    for (const [name, value] of Object.entries(setCookies)) set(jar, name, value);
    this.jars.set(browser.session.id, jar);
    browser.old.clear();
  }

  private signOut(): void {
    const browser = this.chance.of(this.browsers);
    this.tell(`${browser.name}: signs out`);
    if (browser.session === undefined) return;
    this.end(browser.session, this.chance.of(this.replicas));
    browser.session = undefined;
  }

  /** The old side's cookies as they are sent for this browser. */
  private held(browser: ModelBrowser, session = browser.session): Map<string, string> {
    return (session === undefined ? undefined : this.jars.get(session.id)) ?? browser.old;
  }

  private adopt(session: ModelSession, cookies: ReadonlyMap<string, string>): void {
    if (this.options.mode === 'form' && !this.jars.has(session.id)) this.jars.set(session.id, new Map(cookies));
  }

  /** The old side as it is right now, for all who wait. */
  private observe(): void {
    for (const asked of this.personal) {
      asked.duringOutage ||= this.old.away;
      const since = this.time.now() - freshMs;
      asked.truths.add(this.old.person(asked.cookies, asked.node));
      for (const person of this.old.formerly(asked.cookies, asked.node, asked.duringOutage ? 0 : since))
        asked.truths.add(person);
    }
  }

  private check(asked: Personal, session: ModelSession, what: string): void {
    this.tally.shown += 1;
    const { truths, browser, replica, node } = asked;
    if ((replica.readEnded.get(session.id) ?? -1) >= asked.arrived)
      this.broken = `${session.id} was shown though the book said that it had ended: ${what}`;
    const vouched = session.openedFrom === undefined ? [session.customerId, undefined] : [session.customerId];
    if (!vouched.some((person) => truths.has(person)))
      this.broken = `${session.customerId} was shown: ${what}; the old side says ${[...truths].map((each) => each ?? 'nobody').join()}`;
    const text = textOf(asked.cookies);
    const now = this.time.now();
    const asks = this.answered.filter((each) => each.browser === browser && each.text === text && each.node === node);
    const last = this.forwarded
      .filter((each) => asked.books.includes(each.book) && (each.replica === replica || each.at < asked.arrived))
      .reduce((latest, { begun }) => Math.max(latest, begun), -1);
    const limitMs = asked.duringOutage ? outageMs : freshMs;
    const good = asks.filter(
      ({ who, begun, askedAt }) =>
        vouched.includes(who) && begun >= last && now - askedAt < limitMs + (now - asked.arrivedAt),
    );
    if (good.length === 0) this.broken ??= `${session.customerId} was shown without having asked in time: ${what}`;
    if (good.every(({ askedAt }) => now - askedAt > freshMs)) this.tally.outlasted += 1;
  }

  private tell(what: string): void {
    this.story.push(`${this.moment} ${what}`);
    if (this.story.length > 400) this.story.splice(0, 200);
  }

  private newId(): string {
    this.made += 1;
    return `browser${this.made}`;
  }
}

function spoilt(book: EpochBook, spoil: ModelOptions['spoil']): EpochBook {
  return {
    join: (...given) => book.join(...given),
    stay: (...given) => book.stay(...given),
    leave: (...given) => book.leave(...given),
    raise: (...given) => book.raise(...given),
    settle: (...given) => book.settle(...given),
    read: (...given) => book.read(...given),
    keep: (...given) => book.keep(...given),
    ...spoil?.(book),
  };
}

function newBrowser(name: string): ModelBrowser {
  return { name, old: new Map(), session: undefined, id: undefined, node: 'n1', byHandAt: 0 };
}

function textOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function set(cookies: Map<string, string>, name: string, value: string): void {
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}
