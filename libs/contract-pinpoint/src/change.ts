/** Something that was changed, by whom- or whatever. */
export interface Change {
  readonly atMs: number;
  readonly kind: 'version' | 'configuration' | 'restart' | 'stage' | 'deployment' | 'schema';
  /** The service or capability that was changed. */
  readonly subject: string;
  /** The process it is of, where it is of one. */
  readonly instance?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Who and why, where somebody said so. */
  readonly by?: string | undefined;
}
