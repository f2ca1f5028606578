/** An error as somebody at a terminal needs it: what happened to what, in words, down to the cause. */

interface SystemError extends Error {
  code: string;
  syscall: string;
  path?: string;
  address?: string;
  port?: number;
}

export function describeError(error: unknown): string {
  if (!isError(error)) return String(error);
  if (isSystemError(error)) return describeSystemError(error);
  const causes = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error.cause ?? ''];
  const inner = [...new Set(causes.map(describeError))].filter((text) => text !== '' && !error.message.includes(text));
  return [error.message, ...inner].filter((text) => text !== '').join(': ');
}

/** By its shape: an error may come from another realm, as every error of Node itself does in a test. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

function isSystemError(error: Error): error is SystemError {
  return 'code' in error && typeof error.code === 'string' && 'syscall' in error && typeof error.syscall === 'string';
}

function describeSystemError({ code, syscall, path, address, port, message }: SystemError): string {
  const where = path ?? [address, port].filter((part) => part !== undefined).join(':');
  if (code === 'ENOENT' && syscall.startsWith('spawn')) return `There is no command ${where} on this machine.`;
  switch (code) {
    case 'ENOENT':
      return `There is no ${where}.`;
    case 'EACCES':
    case 'EPERM':
      return `${where} is not ours to read, write or run.`;
    case 'EISDIR':
      return `${where} is a folder.`;
    case 'ENOTDIR':
      return `${where} goes through something that is no folder.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full${path === undefined ? '' : ` (${path})`}: make room on it and try again.`;
    case 'EADDRINUSE':
      return `Something else listens at ${where} already.`;
    case 'ECONNREFUSED':
      return `Nothing listens at ${where}.`;
    case 'ENOTFOUND':
      return `There is no host of that name (${message}).`;
    default:
      return message;
  }
}
