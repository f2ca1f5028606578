/** The faults of the stand-in for the background systems. */
export class Backoffice {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** It heals by itself. */
  async break(target: string, fault: object, forMs: number): Promise<void> {
    await this.send(`/faults/${target}`, 'PUT', { ...fault, forMs });
  }

  async heal(): Promise<void> {
    await this.send('/faults', 'DELETE');
  }

  private async send(path: string, method: string, body?: object): Promise<void> {
    const response = await fetch(this.url + path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the stand-in answered ${response.status}: ${await response.text()}`);
  }
}
