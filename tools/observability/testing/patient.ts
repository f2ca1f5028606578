/** For `eventually`, where a program has to start or to get round to something: on a busy machine that takes minutes. */
export const patient = { timeoutMs: 480_000, intervalMs: 100 };
