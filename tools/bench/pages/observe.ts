/// <reference lib="dom" />
/** What the browser saw of one page. */
export interface Observed {
  /** When the amount to pay was on the screen. */
  amountMs?: number;
  lcpMs?: number;
  /** The longest that anything done took until the screen showed something of it. */
  longestMs?: number;
  cls: number;
}

/**
 * Runs in the page, before anything of its own does.
 * @param shortestMs what is done and shown sooner is not seen
 */
export function observe(shortestMs: number): void {
  const observed: Observed = { cls: 0 };
  Object.assign(globalThis, { observed });
  const watch = (type: string, see: (entry: PerformanceEntry) => void, more: object = {}): void => {
    new PerformanceObserver((list) => {
      list.getEntries().forEach(see);
    }).observe({ type, buffered: true, ...more });
  };
  watch('largest-contentful-paint', ({ startTime }) => {
    observed.lcpMs = startTime;
  });
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) observed.cls += value;
  });
  watch(
    'event',
    (entry) => {
      const { interactionId = 0, duration } = entry as PerformanceEntry & { interactionId?: number };
      if (interactionId > 0) observed.longestMs = Math.max(observed.longestMs ?? 0, duration);
    },
    { durationThreshold: shortestMs },
  );
  const look = (): void => {
    const amount = document.querySelector('.amount');
    if (amount !== null && /\d/.test(amount.textContent)) {
      // The frame after the one in which it is there.
      requestAnimationFrame(() => {
        observed.amountMs = performance.now();
      });
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
