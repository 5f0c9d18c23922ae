import type { Redacted } from '../../common/redacted.ts';

type Answer = (shown: string) => Redacted<string> | undefined;

/** A conversation with a host, while it lasts. */
export class Dialogue {
  hasTyped = false;

  constructor(
    private readonly answerOf: Answer,
    /** Whether anything may be typed now. */
    private readonly begins: () => boolean,
  ) {}

  readonly answer: Answer = (shown) => {
    if (!this.begins()) return undefined;
    const typed = this.answerOf(shown);
    this.hasTyped ||= typed !== undefined;
    return typed;
  };
}
