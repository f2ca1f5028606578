import { type ReactNode, useState } from 'react';
import type { Filters } from './filters.ts';
import type { Kind, SeenCommand } from './kind.ts';

interface CommandFiltersProps<Seen extends SeenCommand> {
  kind: Kind<Seen>;
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function CommandFilters<Seen extends SeenCommand>({
  kind,
  filters,
  onChange,
}: CommandFiltersProps<Seen>): ReactNode {
  const { state = '', ...by } = filters;
  const narrowed = Object.values(by).some((id) => id !== '');
  return (
    <form
      className="card filters filters-few"
      role="search"
      aria-label={`Find ${kind.title.toLowerCase()}`}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label className="field">
        State
        <select
          className="select"
          value={state}
          onChange={({ target }) => {
            onChange({ ...filters, state: target.value });
          }}
        >
          <option value="">{narrowed ? 'any' : 'needs a person'}</option>
          {Object.entries(kind.states).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {Object.entries(kind.listedBy).map(([name, label]) => (
        <IdField
          key={name}
          label={label}
          value={by[name] ?? ''}
          onChange={(id) => {
            onChange({ ...filters, [name]: id });
          }}
        />
      ))}
    </form>
  );
}

/** Asked for when it is complete: an id is found as a whole or not at all. */
function IdField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (id: string) => void;
}): ReactNode {
  const [text, setText] = useState(value);
  const commit = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <label className="field">
      {label}
      <input
        className="input"
        autoComplete="off"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
        }}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === 'Enter') commit();
        }}
      />
    </label>
  );
}
