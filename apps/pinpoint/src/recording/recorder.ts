import { createWriteStream, type WriteStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { RecordingSettings } from '../config.ts';
import { Watcher } from '../watch/watcher.ts';
import { Frames } from './frames.ts';

/** Writes down what was seen, second by second, so that it can be judged again by other rules. */
@Injectable()
export class Recorder {
  private readonly frames = new Frames();

  constructor({ recordingFile }: RecordingSettings, watcher: Watcher, lifecycle: Lifecycle, logger: Logger) {
    if (recordingFile === undefined) return;
    const file = createWriteStream(recordingFile, { flags: 'w' });
    let usable = true;
    file.once('error', (error) => {
      usable = false;
      logger.error('the recording cannot be written', error);
    });
    watcher.onVerdict((_verdict, snapshot) => {
      if (usable) file.write(`${JSON.stringify(this.frames.write(snapshot))}\n`);
    });
    lifecycle.onCloseConnections('recording', () => ended(file));
  }
}

function ended(file: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    file.end(() => {
      resolve();
    });
  });
}
