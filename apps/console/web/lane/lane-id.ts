/** Where the lane of a capability is on a page: what leads to it names this. */
export function laneId(capability: string): string {
  return `lane-${capability}`;
}
