import { HttpException } from '@nestjs/common';
import { DomainError } from './domain.error.ts';

/** What the platform and the framework refuse by themselves, by status: a code and a text that say why. */
const refusals: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['REQUEST.MALFORMED', 'The request cannot be understood'],
  401: ['REQUEST.UNAUTHENTICATED', 'Sign-in is required'],
  403: ['REQUEST.FORBIDDEN', 'Access is denied'],
  404: ['REQUEST.NOT_FOUND', 'There is nothing at this address'],
  405: ['REQUEST.METHOD_NOT_ALLOWED', 'This method is not supported here'],
  408: ['REQUEST.TOO_SLOW', 'The request did not arrive in time'],
  413: ['REQUEST.BODY_TOO_LARGE', 'The request body is too large'],
  414: ['REQUEST.URI_TOO_LONG', 'The address is too long'],
  415: ['REQUEST.UNSUPPORTED_MEDIA_TYPE', 'The content type of the request is not supported'],
  431: ['REQUEST.HEADERS_TOO_LARGE', 'The request headers are too large'],
  503: ['SERVICE.UNAVAILABLE', 'The service cannot answer at the moment'],
};

/** A refusal by the platform itself. */
export function refusal(
  status: number,
  options: { headers?: Record<string, string>; cause?: unknown } = {},
): DomainError {
  const [code, message] = refusals[status] ?? [`HTTP.${status}`, 'The request was refused'];
  return new DomainError({ code, message, status, ...options });
}

/** Anything thrown as an error with code and status. What nobody has a name for is a 500 that tells nothing. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const status = statusOf(error);
  if (status !== undefined && (status < 500 || status === 503)) return refusal(status, { cause: error });
  return new DomainError({
    code: 'SERVICE.UNEXPECTED',
    message: 'Something went wrong on our side',
    status: 500,
    cause: error,
  });
}

/** Status of Nest's exceptions and of Fastify's and other errors shaped like http-errors. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode >= 400 && error.statusCode < 600 ? error.statusCode : undefined;
  }
  return undefined;
}
