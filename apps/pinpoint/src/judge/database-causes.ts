import type { CauseKind } from '@wellspring/contract-pinpoint';
import { databaseOf, isDatabase } from '../graph/edges-of.ts';
import type { EdgeWatch, Trouble } from '../graph/trouble.ts';
import type { Cause } from './cause.ts';
import { type Group, groupOf, mainOutcome, ofTheWay, othersAreWell, plain, speaking } from './group.ts';
import { hasInside } from './inside-causes.ts';
import type { Picture } from './picture.ts';
import { changeBefore, kindOfChange } from './scope.ts';

const kinds: Readonly<Record<string, CauseKind>> = {
  slow: 'database-slow',
  timeout: 'database-slow',
  too_many_connections: 'database-connections',
  disk_full: 'disk-full',
};

/** So long one database alone is not blamed before it is known that the others are well. */
const aloneTicks = 6;

const allDatabases = 'PostgreSQL';

/** One server may hold the databases of all: then it is one cause. */
export function databaseCauses(picture: Picture, groups: readonly Group[], insides: readonly Cause[]): Cause[] {
  const owners = [...picture.history.services].filter((service) =>
    picture.watches.some(({ edge }) => edge.id.callee === databaseOf(service)),
  );
  const hit = groups.filter(
    ({ callee }) => owners.some((service) => databaseOf(service) === callee) && !hasInside(insides, ownerOf(callee)),
  );
  // A disk that is full is no slow database, even where both are seen at once.
  const full = hit.filter((group) => mainOutcome(group) === 'disk_full');
  const others = hit.filter((group) => !full.includes(group));
  return [
    ...(isOfAll(picture, full, owners, isFull) ? [ofAll(picture, full)] : full.map((group) => causeOf(picture, group))),
    ...(isOfAll(picture, others, owners, (trouble) => !isFull(trouble))
      ? [ofAll(picture, others)]
      : others.filter((group) => isAlone(picture, group, hit)).map((group) => causeOf(picture, group))),
  ];
}

/** Whether most share it: those that are in trouble now, and those that were a moment ago. */
function isOfAll(
  { watches }: Picture,
  hit: readonly Group[],
  owners: readonly string[],
  isAlike: (trouble: Trouble) => boolean,
): boolean {
  const lately = watches.filter(
    ({ edge: { id }, trouble, lately: before }) =>
      isDatabase(id.callee) && trouble === undefined && before !== undefined && isAlike(before),
  );
  const alike = hit.length + lately.filter(({ edge }) => !hit.some(({ callee }) => callee === edge.id.callee)).length;
  return hit.length > 0 && alike >= 2 && alike * 2 > owners.length;
}

/** The other databases are known not to share it. */
function isAlone(picture: Picture, group: Group, hit: readonly Group[]): boolean {
  return picture.watches
    .filter(({ edge: { id } }) => isDatabase(id.callee) && !hit.some(({ callee }) => callee === id.callee))
    .every((watch) => isWellBeside(picture, watch, group));
}

/** Another database does not share the trouble: it answered since, or had the time to show that it does not. */
function isWellBeside({ tick }: Picture, { edge, trouble }: EdgeWatch, { sinceTick }: Group): boolean {
  const { total, failed } = edge.calls({ from: sinceTick, to: tick });
  return trouble === undefined && (total > failed || tick - sinceTick >= aloneTicks);
}

function ofAll(picture: Picture, hit: readonly Group[]): Cause {
  return causeOf(
    picture,
    groupOf(
      allDatabases,
      hit.flatMap(({ edges }) => edges),
    ),
  );
}

function causeOf(picture: Picture, group: Group): Cause {
  const outcome = outcomeOf(group);
  const service = ownerOf(group.callee);
  const change = ofTheWay.has(outcome) ? changeBefore(picture.history, service, group.sinceTick) : undefined;
  return {
    ...plain(group),
    kind: change === undefined ? (kinds[outcome] ?? 'database-away') : kindOfChange(change),
    subject: change === undefined ? group.callee : service,
    evidence: [...speaking(group), ...othersAreWell(picture, group)],
    change,
  };
}

/** Who waits for a connection only knows that it takes long; PostgreSQL, when it answers, says that it has none. */
function outcomeOf(group: Group): string {
  const isUsedUp = group.edges.some(({ trouble: { recent } }) => recent.byOutcome.has('too_many_connections'));
  return isUsedUp ? 'too_many_connections' : mainOutcome(group);
}

function isFull({ outcome }: Trouble): boolean {
  return outcome === 'disk_full';
}

function ownerOf(database: string): string {
  return database.replace(/^database of /, '');
}
