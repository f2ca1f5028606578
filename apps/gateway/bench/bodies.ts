/** Path → body of everything that is asked for. */
export function bodies(): Record<string, string> {
  return {
    '/data/1k': JSON.stringify({ data: 'x'.repeat(1_013) }),
    '/data/100k': JSON.stringify({ data: 'x'.repeat(102_389) }),
    '/data/10m': JSON.stringify({ data: 'x'.repeat(10_485_749) }),
  };
}
