import { contractFiles, loadContract } from '../contracts.ts';
import { interview, type InterviewOptions } from '../interview.ts';
import type { Report } from '../notes.ts';

/** What the contract with a system says of the one at an address. */
export async function asked(system: string, url: string, over: Partial<InterviewOptions> = {}): Promise<Report> {
  const contract = await loadContract(system, contractFiles().get(system) ?? '');
  const given = { customer: undefined, login: undefined, password: undefined };
  const options = { url, timeoutMs: 10_000, headers: {}, mostRecords: 1_000, given, show: undefined };
  return interview(contract, { ...options, ...over });
}
