/** Each by the mistake it forgives. */
export const leniencies = {
  bareLf: 'Lines of the head end with a line feed alone.',
  foldedLines: 'A header goes on in the next line, which begins with white space.',
  spaceBeforeColon: 'White space stands between the name of a header and its colon.',
  invalidNames: 'A header whose name cannot be one, such as one with a blank in it: it is left out.',
  linesWithoutColon: 'A line that is no header at all: it is left out.',
  controlCharacters: 'Control characters in the head: they are left out. NUL is never forgiven.',
  leadingBlankLines: 'Empty lines before the status line.',
  lengthList: 'Content-Length: 5, 5: the same length several times in one line.',
  lengthBesideChunked: 'Content-Length beside Transfer-Encoding: chunked: the chunks count.',
  teIdentity: 'Transfer-Encoding: identity, which means none.',
  chunkedHttp10: 'Chunks from a server that says HTTP/1.0.',
  longHead: 'A head of up to 256 KiB instead of 64 KiB.',
} as const;

export type Leniency = keyof typeof leniencies;
