import type { ComponentProps, ReactNode } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** Something is under way: pressing again does nothing, and a screen reader hears that it is busy. */
  busy?: boolean;
}

export function Button({ variant = 'secondary', busy = false, onClick, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${variant}`}
      // Not `disabled`, which would drop the keyboard focus of whoever has just pressed it.
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
