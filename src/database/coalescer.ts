interface Waiting<Key, Value> {
  readonly key: Key;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers many concurrent look-ups with few queries. Each batch is sent after its keys arrived, so no answer is older
 * than its question. A batch that fails rejects exactly the look-ups in it.
 */
export class Coalescer<Key, Value> {
  private waiting: Waiting<Key, Value>[] = [];
  private running = 0;
  private scheduled = false;

  /** `run` returns values in the order of the keys; `maxBatch` keys per query, `inFlight` queries at a time. */
  constructor(
    private readonly run: (keys: Key[]) => Promise<Value[]>,
    private readonly limits: { readonly maxBatch: number; readonly inFlight: number } = { maxBatch: 64, inFlight: 2 },
  ) {}

  /** Asks equal keys of one batch once. They share one value, which nobody may change. */
  static distinct<Key, Value>(run: (keys: Key[]) => Promise<Value[]>, identify: (key: Key) => string) {
    return new Coalescer<Key, Value>(async (keys) => {
      const names = keys.map((key) => identify(key));
      const distinct = new Map(keys.map((key, index) => [names[index] as string, key]));
      const values = await run([...distinct.values()]);
      const byName = new Map([...distinct.keys()].map((name, index) => [name, values[index] as Value]));
      return names.map((name) => byName.get(name) as Value);
    });
  }

  load(key: Key): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, resolve, reject });
      this.schedule();
    });
  }

  // One turn of the event loop later, so that everything that arrived in this one shares a query.
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    while (this.waiting.length > 0 && this.running < this.limits.inFlight) {
      void this.send(this.waiting.splice(0, this.limits.maxBatch));
    }
  }

  private async send(batch: Waiting<Key, Value>[]): Promise<void> {
    this.running += 1;
    try {
      const values = await this.run(batch.map(({ key }) => key));
      batch.forEach(({ resolve }, index) => resolve(values[index] as Value));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    } finally {
      this.running -= 1;
      this.flush();
    }
  }
}
