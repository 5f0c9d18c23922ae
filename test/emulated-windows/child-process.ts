/** A process that a script has started. */
export class ChildProcess {
  private readonly ended = new AbortController();
  private exitCode?: number;
  private readonly exited: Promise<void>;

  /** `run` resolves with the exit code, also when its signal is aborted. */
  constructor(run: (signal: AbortSignal) => Promise<number>) {
    this.exited = run(this.ended.signal).then((code) => void (this.exitCode = code));
  }

  get code(): number | undefined {
    return this.exitCode;
  }

  /** Returns false when the process runs for longer than `limitMs`. */
  async waitForExit(limitMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), limitMs);
    });
    const isOver = await Promise.race([this.exited.then(() => true), late]);
    clearTimeout(timer);
    return isOver;
  }

  kill(): Promise<void> {
    this.ended.abort();
    return this.exited;
  }
}
