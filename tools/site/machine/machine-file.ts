/** A file that a machine has from its first start on. */
export interface MachineFile {
  path: string;
  content: string;
  executable?: true;
  /** Readable by root alone, and not compared with the description afterwards. */
  secret?: true;
}
