import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { AnyValue } from './any-value.ts';

describe('any value of a parameter', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  it('makes no operation fail, and no operation accepts an undeclared parameter', async () => {
    expect(await (await AnyValue.of(app, (values) => values)).failures()).toEqual([]);
  });
});
