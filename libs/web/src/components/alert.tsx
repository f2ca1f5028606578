import type { ReactNode } from 'react';
import { DoneIcon, ErrorIcon, InfoIcon, WarningIcon } from './icons.ts';

const icons = { info: InfoIcon, warning: WarningIcon, error: ErrorIcon, success: DoneIcon };

/** `info` and `warning` are read out when the reader pauses; `error` and `success` answer something just done: at once. */
export function Alert({
  tone,
  title,
  children,
}: {
  tone: keyof typeof icons;
  title?: string;
  children?: ReactNode;
}): ReactNode {
  const Icon = icons[tone];
  return (
    <div className={`alert alert-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon className="alert-icon" aria-hidden="true" />
      <div>
        {title !== undefined && <strong className="alert-title">{title}</strong>}
        {children}
      </div>
    </div>
  );
}
