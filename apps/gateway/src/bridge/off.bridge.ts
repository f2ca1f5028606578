import type { LegacyBridge, LegacyCredentials } from './legacy-bridge.ts';

/** For an old side that shares nothing: the browser keeps both sessions. */
export class OffBridge implements LegacyBridge {
  readonly keepsCookie = false;

  credentials(): LegacyCredentials {
    return { lines: '', cookie: undefined };
  }

  adopt(): void {
    // The browser has it.
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
