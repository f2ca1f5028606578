import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** Shown in place of what could not be drawn; `retry` draws it anew. */
  fallback: (error: Error, retry: () => void) => ReactNode;
  children: ReactNode;
}

/** Keeps a mistake in one part of a page from emptying the rest of it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | undefined }> {
  override readonly state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): { error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : this.props.fallback(error, this.retry);
  }

  private readonly retry = (): void => {
    this.setState({ error: undefined });
  };
}
