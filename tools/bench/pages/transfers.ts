import type { CDPSession } from 'playwright-core';

interface Response {
  requestId: string;
  type?: string;
}

interface Finished {
  requestId: string;
  encodedDataLength: number;
}

const bytesPerKb = 1_000;

/** Counts what comes over the line from now on, as it comes: compressed, headers included. */
export class Transfers {
  private readonly types = new Map<string, string | undefined>();
  private bytes = 0;
  private scriptBytes = 0;

  private readonly debug: CDPSession;

  constructor(debug: CDPSession) {
    this.debug = debug;
    debug.on('Network.responseReceived', this.begun);
    debug.on('Network.loadingFinished', this.finished);
  }

  stop(): { kb: number; scriptKb: number } {
    this.debug.off('Network.responseReceived', this.begun);
    this.debug.off('Network.loadingFinished', this.finished);
    return { kb: this.bytes / bytesPerKb, scriptKb: this.scriptBytes / bytesPerKb };
  }

  private readonly begun = ({ requestId, type }: Response): void => {
    this.types.set(requestId, type);
  };

  private readonly finished = ({ requestId, encodedDataLength }: Finished): void => {
    this.bytes += encodedDataLength;
    if (this.types.get(requestId) === 'Script') this.scriptBytes += encodedDataLength;
  };
}
