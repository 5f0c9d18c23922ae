import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { AnyValue } from './any-value.ts';

describe('whatever may stand in a parameter', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  it('makes no operation fail, and none takes a parameter that it does not have', async () => {
    expect(await (await AnyValue.of(app, (values) => values)).failures()).toEqual([]);
  });
});
