import { Coalescer } from '../../src/database/coalescer.ts';

/** Queries that were sent and wait to be answered, each with its keys. */
class Queries {
  readonly sent: string[][] = [];
  private readonly endings: ((error?: Error) => void)[] = [];

  readonly run = (keys: string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const number = this.sent.push(keys);
      const values = keys.map((key) => `${key} of ${number}`);
      this.endings.push((error) => (error ? reject(error) : resolve(values)));
    });

  end(number: number, error?: Error): void {
    this.endings[number - 1]!(error);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('look-ups that share queries', () => {
  let queries: Queries;
  beforeEach(() => {
    queries = new Queries();
  });

  it('of one turn are one query, and each has its own answer', async () => {
    const coalescer = new Coalescer(queries.run);
    const all = ['a', 'b', 'a'].map((key) => coalescer.load(key));
    await turn();
    expect(queries.sent).toEqual([['a', 'b', 'a']]);
    queries.end(1);
    expect(await Promise.all(all)).toEqual(['a of 1', 'b of 1', 'a of 1']);
  });

  it('wait while as many queries as may be are under way', async () => {
    const coalescer = new Coalescer(queries.run, { maxBatch: 2, inFlight: 1 });
    const all = ['a', 'b', 'c'].map((key) => coalescer.load(key));
    await turn();
    expect(queries.sent).toEqual([['a', 'b']]);
    queries.end(1);
    await turn();
    expect(queries.sent[1]).toEqual(['c']);
    queries.end(2);
    expect(await Promise.all(all)).toEqual(['a of 1', 'b of 1', 'c of 2']);
  });

  it('fail with their query, and with no other', async () => {
    const coalescer = new Coalescer(queries.run, { maxBatch: 1, inFlight: 2 });
    const outcomes = Promise.allSettled(['a', 'b'].map((key) => coalescer.load(key)));
    await turn();
    queries.end(1, new Error('gone'));
    queries.end(2);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('ask the same only once in a batch, where that is wanted', async () => {
    const coalescer = Coalescer.distinct(queries.run, (key) => key);
    const all = ['a', 'b', 'a', 'b'].map((key) => coalescer.load(key));
    await turn();
    expect(queries.sent).toEqual([['a', 'b']]);
    queries.end(1);
    expect(await Promise.all(all)).toEqual(['a of 1', 'b of 1', 'a of 1', 'b of 1']);
  });

  it('never share the answer of a query that was sent before they were asked', async () => {
    const coalescer = Coalescer.distinct(queries.run, (key) => key);
    const earlier = coalescer.load('a');
    await turn();
    const later = coalescer.load('a');
    queries.end(1);
    expect(await earlier).toBe('a of 1');
    await turn();
    queries.end(2);
    expect(await later).toBe('a of 2');
    expect(queries.sent).toEqual([['a'], ['a']]);
  });
});
