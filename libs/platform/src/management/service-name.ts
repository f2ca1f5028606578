/** Name of the running service, injectable. */
export class ServiceName {
  constructor(readonly name: string) {}
}
