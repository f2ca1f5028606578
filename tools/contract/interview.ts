/** Asks a background system what an adapter asks, through the adapter itself, and reports what was not understood. */
import {
  type AdapterContract,
  type AskedSource,
  type ContractGivens,
  type ContractInterview,
  EcsLogging,
  Logger,
  MemorySink,
  Metrics,
  type RecordForm,
} from '@wellspring/platform';
import { FeedReading } from './feed-reading.ts';
import { ListeningClient } from './listening-client.ts';
import { Notes, type Report } from './notes.ts';

export interface InterviewOptions {
  url: string;
  timeoutMs: number;
  /** Sent with every request. */
  headers: Record<string, string>;
  /** How many records of a feed are read at most. */
  mostRecords: number;
  given: ContractGivens;
  /** The id of a record to give back as it was understood. */
  show: string | undefined;
}

export async function interview(contract: AdapterContract, options: InterviewOptions): Promise<Report> {
  const notes = new Notes();
  const running = new Interview(contract.system, options, notes);
  try {
    await contract.ask(running);
  } catch (error) {
    notes.failed(error);
  } finally {
    await running.client.close();
  }
  for (const [what, why] of Object.entries(contract.notAsked)) running.skip(what, why);
  return notes.report(contract.system, options.url);
}

class Interview implements ContractInterview {
  readonly client: ListeningClient;
  readonly logger: Logger;
  readonly given: ContractGivens;
  private readonly options: InterviewOptions;
  private readonly notes: Notes;

  constructor(system: string, options: InterviewOptions, notes: Notes) {
    const { url: baseUrl, timeoutMs, headers } = options;
    this.options = options;
    this.given = options.given;
    this.notes = notes;
    const logging = { serviceName: 'contract', serviceVersion: '', level: 'fatal' as const, sink: new MemorySink() };
    this.logger = new Logger(new EcsLogging(logging));
    this.client = new ListeningClient(
      (heard) => {
        notes.heard(heard);
      },
      system,
      { baseUrl, timeoutMs, headers },
      { metrics: new Metrics(), logger: this.logger },
    );
  }

  async records<R>(source: AskedSource, form: RecordForm<R>): Promise<readonly R[]> {
    const { notes, client } = this;
    const { mostRecords, show } = this.options;
    const reading = new FeedReading({ source, form, notes, operation: () => client.operation, mostRecords });
    try {
      await reading.follow();
      await reading.compareOwners();
    } catch (error) {
      notes.failed(error);
    }
    if (show !== undefined) notes.shown = reading.seen.get(show)?.record;
    return [...reading.seen.values()].map(({ record }) => record);
  }

  async question(statement: string, ask: () => Promise<unknown>): Promise<void> {
    try {
      const held = await ask();
      if (held === false) this.notes.note(this.client.operation, `does not hold: ${statement}`);
      else this.notes.holds.push(statement);
    } catch (error) {
      this.notes.failed(error);
    }
  }

  skip(what: string, why: string): void {
    this.notes.skipped.push({ what, why });
  }
}
