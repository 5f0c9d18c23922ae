import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { AnyValue } from './any-value.ts';

// Odd, so that each run sends every value somewhere: `npm run soak` sends every value everywhere.
const oneIn = 7;
const seed = Date.now() % 1_000_000_000;

describe(`a seventh of all values of a parameter (from seed ${seed})`, () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  it('makes no operation fail, and no operation accepts an undeclared parameter', async () => {
    let turn = seed;
    const seventh = <Value>(values: readonly Value[]) => {
      turn += 1;
      return values.filter((_, index) => (index + turn) % oneIn === 0);
    };
    expect(await (await AnyValue.of(app, seventh)).failures()).toEqual([]);
  }, 300_000);
});
