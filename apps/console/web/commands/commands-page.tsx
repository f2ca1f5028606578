import { Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { formatCount, formatMoment } from '../format/format.ts';
import { PageTitle } from '../page/page-title.tsx';
import { TableCard } from '../table/table.tsx';
import { CommandBadge } from './command-badge.tsx';
import { CommandFilters } from './command-filters.tsx';
import { type CommandPage, useCommands } from './commands.ts';
import { filtersOf, queryOf } from './filters.ts';
import type { Kind, SeenCommand } from './kind.ts';
import { adviceOn } from './words.ts';

interface Of<Seen extends SeenCommand> {
  kind: Kind<Seen>;
}

/** Commands that wait for a person, who has waited longest first; and others, when they are looked for. */
export function CommandsPage<Seen extends SeenCommand>({ kind }: Of<Seen>): ReactNode {
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(kind, address);
  const query = useCommands(kind, queryOf(filters));
  return (
    <>
      <PageTitle>{kind.title}</PageTitle>
      <p className="hint">{kind.hint}</p>
      <CommandFilters
        kind={kind}
        filters={filters}
        onChange={(changed) => {
          setAddress(queryOf(changed), { replace: true, preventScrollReset: true });
        }}
      />
      {query.isPending && <Skeleton label={`Loading ${kind.title.toLowerCase()}`} lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Found kind={kind} page={query.data} filtered={address.size > 0} />}
    </>
  );
}

interface FoundProps<Seen extends SeenCommand> extends Of<Seen> {
  page: CommandPage<Seen>;
  filtered: boolean;
}

function Found<Seen extends SeenCommand>({ kind, page: { items, total }, filtered }: FoundProps<Seen>): ReactNode {
  if (items.length === 0)
    return (
      <p className="card">{filtered ? `No ${kind.noun} matches these filters.` : `No ${kind.noun} needs a person.`}</p>
    );
  return (
    <>
      <CommandTable kind={kind} commands={items} />
      {total > items.length && (
        <p className="more hint">
          The first {formatCount(items.length)} of {formatCount(total)}.
        </p>
      )}
    </>
  );
}

function CommandTable<Seen extends SeenCommand>({
  kind,
  commands,
}: Of<Seen> & { commands: readonly Seen[] }): ReactNode {
  const now = new Date();
  return (
    <TableCard
      caption={`${kind.title}, the one that has waited longest first`}
      captionHidden
      columns={[
        {
          label: capitalized(kind.noun),
          heading: true,
          of: ({ id }) => (
            <Link className="reference" to={`${kind.path}/${id}`}>
              {id}
            </Link>
          ),
        },
        {
          label: 'Since',
          of: ({ since }) => <time dateTime={since}>{formatMoment(new Date(since), now)}</time>,
        },
        ...kind.columns,
        {
          label: 'State',
          of: (command) => (
            <>
              <CommandBadge words={kind} state={command.state} />
              <span className="command-why">{adviceOn(kind, command)?.what}</span>
            </>
          ),
        },
      ]}
      rows={commands}
      keyOf={({ id }) => id}
    />
  );
}

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
