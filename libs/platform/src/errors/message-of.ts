/** What anything thrown says of itself, for a log line or a report. Clients never get to see it. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    // An object without a prototype, say, which cannot be made a text of.
    return 'unknown';
  }
}
