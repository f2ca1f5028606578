import { Button } from '@wellspring/web';
import { type ReactNode, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { auditActions } from './audit.ts';
import { type AuditFilters, auditOrigins } from './filters.ts';

const actionWords: Record<(typeof auditActions)[number], string> = {
  advance: 'Advance',
  rollback: 'Rollback',
  pause: 'Pause',
  resume: 'Follow Git',
  percent: 'Change of share',
  file: 'Change in Git',
};

interface AuditFiltersProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

export function AuditFilterForm({ filters, onChange }: AuditFiltersProps): ReactNode {
  const capabilities = useLive().status?.capabilities ?? [];
  const [resets, setResets] = useState(0);
  const change = (changes: Partial<AuditFilters>): void => {
    onChange({ ...filters, ...changes });
  };
  return (
    <form
      className="card filters"
      role="search"
      aria-label="Filter the audit"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label className="field">
        Capability
        <select
          className="select"
          value={filters.capability}
          onChange={({ target }) => {
            change({ capability: target.value });
          }}
        >
          <option value="">all</option>
          {capabilities.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        What
        <select
          className="select"
          value={filters.action}
          onChange={({ target }) => {
            change({ action: target.value });
          }}
        >
          <option value="">all</option>
          {auditActions.map((action) => (
            <option key={action} value={action}>
              {actionWords[action]}
            </option>
          ))}
        </select>
      </label>
      <WhoField
        key={resets}
        value={filters.who}
        onChange={(who) => {
          change({ who });
        }}
      />
      <label className="field">
        From
        <input
          className="input"
          type="datetime-local"
          value={filters.since}
          onChange={({ target }) => {
            change({ since: target.value });
          }}
        />
      </label>
      <label className="field">
        Until
        <input
          className="input"
          type="datetime-local"
          value={filters.until}
          onChange={({ target }) => {
            change({ until: target.value });
          }}
        />
      </label>
      <Button
        variant="quiet"
        onClick={() => {
          onChange({ capability: '', action: '', who: '', since: '', until: '' });
          setResets(resets + 1);
        }}
      >
        Show all
      </Button>
    </form>
  );
}

/** Narrows the list at every letter. */
function WhoField({ value, onChange }: { value: string; onChange: (who: string) => void }): ReactNode {
  // The address follows what is typed a moment later, so it cannot be what the field shows.
  const [text, setText] = useState(value);
  return (
    <label className="field">
      Who
      <input
        className="input"
        type="search"
        list="audit-who"
        placeholder="anybody"
        autoComplete="off"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onChange(target.value.trim());
        }}
      />
      <datalist id="audit-who">
        {auditOrigins.map((origin) => (
          <option key={origin} value={origin} />
        ))}
      </datalist>
    </label>
  );
}
