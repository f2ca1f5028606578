import { useId, type ReactNode } from 'react';

/** A titled region of a page, which assistive technology lists by its title. */
export function Card({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
