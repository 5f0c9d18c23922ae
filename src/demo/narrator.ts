/** Tells the story: one line for each step, with what happened and how long it took. */
export class Narrator {
  constructor(private readonly interruption: AbortSignal) {}

  /**
   * Runs a step and prints its line. A step that throws is reported as failed and ends the story. An interruption ends
   * it too, without a line.
   */
  async step<T>(title: string, run: () => Promise<T>, describe: (result: T) => string = () => ''): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await run();
      this.interruption.throwIfAborted();
      this.line('✓', title, describe(result), performance.now() - startedAt);
      return result;
    } catch (error) {
      this.interruption.throwIfAborted();
      this.line('✗', title, (error as Error).message, performance.now() - startedAt);
      throw new StoryBroken(title, { cause: error });
    }
  }

  heading(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  private line(mark: string, title: string, result: string, milliseconds: number): void {
    const duration = `${milliseconds < 10_000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 1000)} s`}`;
    process.stdout.write(`  ${mark} ${title}${result ? `: ${result}` : ''}  (${duration})\n`);
  }
}

/** A step of the story failed. */
export class StoryBroken extends Error {
  override readonly name = 'StoryBroken';

  constructor(step: string, options?: ErrorOptions) {
    super(`the demo failed at: ${step}`, options);
  }
}

/** Fails the step that calls it, unless the condition holds. */
export function hold(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new Error(complaint);
}
