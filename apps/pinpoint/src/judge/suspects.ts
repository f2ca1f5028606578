import type { EdgeWatch } from '../graph/trouble.ts';
import type { Picture } from './picture.ts';
import { isDoubtful, isLate, shortageOf, type TroubledEdge } from './troubles.ts';

/**
 * Adds those whom somebody in trouble asks so seldom that they are not in trouble by themselves yet. One that is asked every
 * fifteen seconds is known by the first call that fails and not by the third, since somebody in trouble asks for a reason.
 */
export function withSuspects(picture: Picture, troubled: readonly TroubledEdge[]): readonly TroubledEdge[] {
  const suspects = picture.watches.flatMap((watch): TroubledEdge[] => {
    const { edge } = watch;
    const asking = troubled.filter(({ edge: { id } }) => asks(picture, id.callee, watch));
    if (asking.length === 0 || isDoubtful(picture, edge)) return [];
    if (asking.every(({ edge: { id } }) => isExplained(picture, id.callee, troubled))) return [];
    const trouble = watch.lookBeside(Math.min(...asking.map((each) => each.trouble.sinceTick)), picture.tick);
    if (trouble === undefined || (isLate(trouble) && shortageOf(picture, edge) !== undefined)) return [];
    return [{ edge, trouble }];
  });
  return suspects.length === 0 ? troubled : withSuspects(picture, [...troubled, ...suspects]);
}

/** By its own account; of whoever gives none by what is known of it. */
function asks({ history, knownCalls }: Picture, caller: string, { edge: { id } }: EdgeWatch): boolean {
  return history.services.has(caller) ? id.caller === caller : knownCalls.get(caller)?.includes(id.callee) === true;
}

/** Whether something it asks explains it already. */
function isExplained(picture: Picture, caller: string, troubled: readonly TroubledEdge[]): boolean {
  const isInTrouble = ({ edge, lately }: EdgeWatch): boolean =>
    (lately !== undefined && lately.isSuspected !== true) || troubled.some((each) => each.edge === edge);
  return picture.watches.some((watch) => asks(picture, caller, watch) && isInTrouble(watch));
}
