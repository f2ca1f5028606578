import { HttpClient, type HttpRequest, type HttpResponse } from '@wellspring/platform';
import { z } from 'zod';

/** What an adapter was sent, and where it is not what the adapter reads. */
export interface Heard {
  operation: string;
  body: unknown;
  problems: readonly Problem[];
  /** Attributes the adapter knows, where it lists them. */
  known: readonly string[] | undefined;
}

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The client that adapters have in production, with somebody listening to every answer. */
export class ListeningClient extends HttpClient {
  /** What was asked last. */
  operation = '';
  private readonly report: (heard: Heard) => void;

  constructor(report: (heard: Heard) => void, ...of: ConstructorParameters<typeof HttpClient>) {
    super(...of);
    this.report = report;
  }

  override request<T>(request: HttpRequest<T>): Promise<HttpResponse<T>> {
    this.operation = request.operation;
    return super.request({ ...request, schema: this.listening(request) });
  }

  private listening<T>({ operation, schema }: HttpRequest<T>): z.ZodType<T> {
    return z.unknown().transform((body, context) => {
      const read = schema.safeParse(body);
      this.report({ operation, body, problems: read.error?.issues ?? [], known: knownTo(schema) });
      if (read.success) return read.data;
      for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    });
  }
}

/** The attributes that a schema of an object names. */
export function knownTo(schema: z.ZodType): string[] | undefined {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined;
}
