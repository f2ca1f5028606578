/** What one gate says of a promotion. `insufficient`: there is too little to tell, which is neither yes nor no. */
export interface GateResult {
  gate: 'parity' | 'guardrails';
  verdict: 'pass' | 'fail' | 'insufficient';
  reasons: string[];
}
