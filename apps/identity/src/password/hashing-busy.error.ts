export class HashingBusyError extends Error {
  constructor() {
    super('Too many password computations are waiting');
  }
}
