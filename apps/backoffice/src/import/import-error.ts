/** The file as a whole cannot be imported. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
