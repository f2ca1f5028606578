/** Moments, from the first of the signals to the last of them, as places on a drawing. */
export interface Axis {
  fromMs: number;
  toMs: number;
  width: number;
}

/** When the fault began, and when it was over; without an end it goes on. */
export interface Fault {
  sinceMs: number;
  untilMs?: number | undefined;
}

/** What of a fault is to be seen. */
export interface Stretch {
  from: number;
  to: number;
  /** Its beginning is to be seen, too. */
  begins: boolean;
}

export function placeOn({ fromMs, toMs, width }: Axis, atMs: number): number {
  return ((atMs - fromMs) / (toMs - fromMs)) * width;
}

/** @returns undefined when it was over before the first of the signals, or began after the last */
export function stretchOn(axis: Axis, { sinceMs, untilMs = Infinity }: Fault): Stretch | undefined {
  const { fromMs, toMs } = axis;
  if (untilMs < fromMs || sinceMs > toMs) return undefined;
  return {
    from: placeOn(axis, Math.max(sinceMs, fromMs)),
    to: placeOn(axis, Math.min(untilMs, toMs)),
    begins: sinceMs >= fromMs,
  };
}
