/** `text` is for the engineer; a command refused with a text ends with status 126. */
export type Decision =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'deny'; readonly rule: string; readonly text?: string };

/** The decision is obtained by calling `answer`, once; there is no time limit. A rejection denies. */
export interface Question {
  readonly verdict: 'ask';
  readonly answer: () => Promise<Decision>;
}

export type Verdict = Decision | Question;
