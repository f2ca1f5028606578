import type { ReactNode } from 'react';

/** `info` and `warning` are read out when the reader pauses; `error` and `success` answer something just done: at once. */
export function Alert({
  tone,
  title,
  children,
}: {
  tone: 'info' | 'warning' | 'error' | 'success';
  title?: string;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className={`alert alert-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      {title !== undefined && <strong className="alert-title">{title}</strong>}
      {children}
    </div>
  );
}
