/**
 * Sends every line of the containers on this node to Elasticsearch, each container's in order and none twice.
 *
 * The node's files are the queue. Nothing is read on before Elasticsearch has what was read, and only then is it
 * remembered how far that is: whoever is killed when, reading goes on at or before the place where sending stopped. What
 * is sent again has the same id and is there once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Batch } from './batch.ts';
import { containerLogs, type ContainerLog, isGone, isRotated } from './container-log.ts';
import { CriLines, type ContainerLine } from './cri-lines.ts';
import { documentOf, type Origin } from './document.ts';
import { type Elasticsearch, NotNowError } from './elasticsearch.ts';
import type { ImageDigests } from './image-digests.ts';
import { LogFile } from './log-file.ts';
import type { Positions } from './positions.ts';
import type { Report } from './report.ts';

export interface AgentParts {
  elasticsearch: Elasticsearch;
  images: ImageDigests;
  positions: Positions;
  report: Report;
}

export interface AgentOptions {
  logFolder: string;
  namespaces: readonly string[];
  environment: string;
  nodeName: string;
}

const pauseMs = 500;
const firstRetryMs = 500;
const longestRetryMs = 10_000;
/** A file that has not changed for so long is not being written any more, and a line it leaves open stays open. */
const quietMs = 5_000;

export class Agent {
  private readonly parts: AgentParts;
  private readonly options: AgentOptions;
  private readonly stopping = new AbortController();
  private batch = new Batch();
  /** Rotated files of which nothing is left to read, with what they are known by. */
  private readonly finished = new Map<string, string>();

  constructor(parts: AgentParts, options: AgentOptions) {
    this.parts = parts;
    this.options = options;
  }

  /** Until `stop` is called. */
  async run(): Promise<void> {
    const { signal } = this.stopping;
    try {
      for (;;) {
        await this.round();
        await delay(pauseMs, undefined, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** After what is being sent. */
  stop(): void {
    this.stopping.abort();
  }

  private async round(): Promise<void> {
    const logs = await containerLogs(this.options.logFolder, this.options.namespaces);
    const seen = new Set<string>();
    let sawAll = true;
    for (const log of logs) {
      for (const file of log.files) {
        try {
          seen.add(this.finished.get(file) ?? (await this.readOn(log, file)));
        } catch (error) {
          // Renamed or deleted since it was listed: if it still exists, the next round finds it.
          if (!isGone(error)) throw error;
          sawAll = false;
        }
      }
    }
    await this.send();
    if (sawAll) this.forgetOthers(logs, seen);
  }

  /** @returns what the log is known by, whatever its file is called now */
  private async readOn(log: ContainerLog, path: string): Promise<string> {
    const file = await LogFile.open(path);
    try {
      const key = `${log.podUid}/${log.container}/${log.restart}@${(await file.firstTime()) ?? ''}`;
      const position = this.positionOf(key);
      const { size, changedAtMs } = await file.state();
      // A file is still written to for a moment after it was renamed.
      const isQuiet = Date.now() - changedAtMs > quietMs;
      if (file.isCompressed || size > position) await this.addLines(log, key, file.bytes(position, size), isQuiet);
      if (isQuiet && isRotated(path)) this.finished.set(path, key);
      return key;
    } finally {
      await file.close();
    }
  }

  private async addLines(log: ContainerLog, key: string, bytes: AsyncIterable<Buffer>, isAll: boolean): Promise<void> {
    const origin = await this.originOf(log);
    const lines = new CriLines(this.positionOf(key));
    for await (const chunk of bytes) {
      for (const line of lines.take(chunk)) await this.add(key, line, origin);
    }
    for (const line of isAll ? lines.end() : []) await this.add(key, line, origin);
  }

  private positionOf(key: string): number {
    return this.batch.reached.get(key) ?? this.parts.positions.of(key);
  }

  private async originOf(log: ContainerLog): Promise<Origin> {
    const { environment, nodeName: node } = this.options;
    return { ...log, environment, node, image: await this.parts.images.of(log) };
  }

  private async add(key: string, line: ContainerLine, origin: Origin): Promise<void> {
    this.batch.add(key, line.resume, documentOf(line, origin), line.text.length);
    if (this.batch.isFull) await this.send();
  }

  /** Not before all of it is safe, however long that takes. */
  private async send(): Promise<void> {
    const { documents, reached } = this.batch;
    const { signal } = this.stopping;
    let retryMs = firstRetryMs;
    while (documents.length > 0 && !(await this.isSent(documents))) {
      await delay(retryMs, undefined, { signal });
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
    if (documents.length > 0) this.remember(reached);
    this.batch = new Batch();
  }

  private async isSent(documents: Batch['documents']): Promise<boolean> {
    try {
      this.parts.report.sent(await this.parts.elasticsearch.put(documents));
      return true;
    } catch (error) {
      if (!(error instanceof NotNowError)) throw error;
      this.parts.report.held(error.message);
      return false;
    }
  }

  /** On a full disk it is not written down, and lines are sent again after a restart. */
  private remember(reached: ReadonlyMap<string, number>): void {
    try {
      this.parts.positions.save(reached);
    } catch (error) {
      this.parts.report.notRemembered(String(error));
    }
  }

  private forgetOthers(logs: ContainerLog[], seen: ReadonlySet<string>): void {
    const files = new Set(logs.flatMap((log) => log.files));
    for (const file of this.finished.keys()) if (!files.has(file)) this.finished.delete(file);
    this.parts.positions.keepOnly(seen);
    this.parts.images.keepOnly(new Set(logs.map(({ podUid }) => podUid)));
  }
}
