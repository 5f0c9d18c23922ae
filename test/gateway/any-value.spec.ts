import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { AnyValue } from './any-value.ts';

// Each run sends every parameter one of the 14 texts, and as this is odd, every value somewhere. `npm run soak` sends
// every value everywhere.
const oneIn = 13;
const seed = Date.now() % 1_000_000_000;

describe(`a thirteenth of all values of a parameter (from seed ${seed})`, () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  it('makes no operation fail, and no operation accepts an undeclared parameter', async () => {
    let turn = seed;
    const thirteenth = <Value>(values: readonly Value[]) => {
      turn += 1;
      return values.filter((_, index) => (index + turn) % oneIn === 0);
    };
    expect(await (await AnyValue.of(app, thirteenth)).failures()).toEqual([]);
  }, 300_000);
});
