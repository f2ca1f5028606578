import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogEntry } from '@wellspring/contract-pinpoint';
import { inOrderOfTime, toLogEntry, type LogSource } from './log-source.ts';

/** The log files of a laptop, one for each service. Read from the beginning each time: they are of one run. */
export class LogFiles implements LogSource {
  constructor(private readonly folder: string) {}

  async byReference(traceId: string): Promise<LogEntry[]> {
    return inOrderOfTime(await this.find(`"trace.id":${JSON.stringify(traceId)}`));
  }

  async byCustomer(customerId: string, limit: number): Promise<LogEntry[]> {
    const entries = await this.find(`"user.id":${JSON.stringify(customerId)}`);
    const requests = entries.filter(({ fields }) => fields['http.request.method'] !== undefined);
    return inOrderOfTime(requests).slice(-limit).toReversed();
  }

  private async find(text: string): Promise<LogEntry[]> {
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.log'));
    const found = await Promise.all(files.map((name) => findIn(join(this.folder, name), text)));
    return found.flat();
  }
}

async function findIn(file: string, text: string): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    if (!line.includes(text)) continue;
    const entry = read(line);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** A line that is not JSON is a crash's last words, and of no request. */
function read(line: string): LogEntry | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? toLogEntry({ ...parsed }) : undefined;
  } catch {
    return undefined;
  }
}
