import * as z from 'zod/mini';

/**
 * The schema of what a page shows of a document. It does not compile when something is read that the document's contract does
 * not have, or when the contract allows an answer that would not be understood:
 * `shown<CustomerBillDocument>()({ billNo: z.string() })`.
 */
export function shown<Document>(): <Shape extends Record<string, z.ZodMiniType>>(
  shape: Shape & Understood<Document, Shape>,
) => z.ZodMiniObject<Shape> {
  return (shape) => z.object(shape);
}

/** Each attribute as it is; what is wrong with it where a schema should be, so that the compiler's message says it. */
type Understood<Document, Shape> = {
  [Name in keyof Shape & string]: Name extends keyof Document
    ? Fault<Misread<Document[Name], z.input<Shape[Name]>, Name>>
    : Fault<`${Name} is not in the contract`>;
};

type Fault<Message> = [Message] extends [never] ? unknown : Message;

/** What is wrong with reading `Read` where the contract has `Told`; `never`: nothing. */
type Misread<Told, Read, Path extends string> = unknown extends Read
  ? never
  : Told extends readonly unknown[]
    ? MisreadMembers<Told, Extract<Read, readonly unknown[]>, Path>
    : Told extends object
      ? MisreadAttributes<Told, Extract<Read, object>, Path>
      : Told extends Read
        ? never
        : `${Path} may be something else`;

type MisreadMembers<Told extends readonly unknown[], Read, Path extends string> = [Read] extends [never]
  ? `${Path} is a list`
  : Read extends readonly (infer ReadMember)[]
    ? number extends Read['length']
      ? Misread<Told[number], ReadMember, `${Path}[]`>
      : Told['length'] extends Read['length']
        ? MisreadPlaces<Told, Read, Path>
        : `${Path} has another length`
    : never;

/** Of a list in which every place means something: `[at, value]`. */
type MisreadPlaces<Told, Read, Path extends string> = {
  [Place in keyof Read & keyof Told & `${number}`]: Misread<Told[Place], Read[Place], `${Path}[${Place}]`>;
}[keyof Read & keyof Told & `${number}`];

type MisreadAttributes<Told, Read, Path extends string> = [Read] extends [never]
  ? `${Path} is an object`
  : {
      [Name in keyof Read & string]-?: Name extends keyof Told
        ? Misread<Told[Name], Read[Name], `${Path}.${Name}`>
        : string extends Name
          ? Misread<Told[keyof Told], Read[Name], `${Path}.*`>
          : `${Path}.${Name} is not in the contract`;
    }[keyof Read & string];
