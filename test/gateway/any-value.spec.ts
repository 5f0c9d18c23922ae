import { describeAction, type ActionDescription } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import { call, callV3, type WireAnswer } from '../support/signed-request.ts';
import { SomethingOfEach } from '../support/something-of-each.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const token = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** What breaks parsers, SQL, numbers, times and text. */
const texts = [
  'a\0b',
  '\u{fffe}',
  'x'.repeat(40_000),
  '-1',
  '9223372036854775808',
  '253402300799',
  '["1","999999999999999999"]',
  '[1e400]',
  '[null]',
  '[{"HostId":"999999999999999999","HostAccountIds":["1","\\ud800"]}]',
  '{"__proto__":{"a":1}}',
  "%' or 1=1--",
  token('-271821-04-20T00:00:00.000Z', 'i-any'),
  token('-271821-04-20T00:00:00.000Z', 'i-any', 'b'),
];
const jsonValues = ['1.5', 'true', '[[{}]]', '{"1":{"1":1}}', '"\\ud800"', '[{"a":null}]'];
const undeclared = ['Nobody', 'hasOwnProperty', 'accountId'];

interface Sample {
  readonly action: string;
  readonly version: string;
  readonly name: string;
  readonly value: string;
  readonly send: () => Promise<WireAnswer>;
}

describe('whatever stands in a parameter', () => {
  let app: TestApplication;
  let something: SomethingOfEach;
  beforeAll(async () => {
    app = await startTestApplication();
    something = await SomethingOfEach.make(app);
  });
  afterAll(() => app.stop());

  function* samples(description: ActionDescription): Generator<Sample> {
    const { action, version, parameters } = description;
    for (const name of [...parameters.map((parameter) => parameter.name), ...undeclared]) {
      const { [name]: _replaced, ...others } = something.parametersFor(description);
      for (const value of texts) {
        const pairs = [['Action', action] as const, ...Object.entries(others), [name, value] as const];
        const request = { method: 'POST', place: 'form', protocol: { Version: version } } as const;
        yield { action, version, name, value, send: () => call(app, pairs, request) };
      }
      for (const value of jsonValues) {
        const body = `${JSON.stringify(others).slice(0, -1)}${Object.keys(others).length > 0 ? ',' : ''}"${name}":${value}}`;
        const headers = { 'content-type': 'application/json', 'x-acs-action': action, 'x-acs-version': version };
        yield { action, version, name, value, send: () => callV3(app, { headers, body }) };
      }
    }
  }

  // What deletes comes last: the others need something to work on.
  const inOrder = () => {
    const all = app.get(ActionRegistry).all().map(describeAction);
    const deletes = ({ action }: ActionDescription) => action.startsWith('Delete');
    return [...all.filter((each) => !deletes(each)), ...all.filter(deletes)];
  };

  it('no operation fails, and none takes a parameter that it does not have', async () => {
    const failures: string[] = [];
    const check = async ({ action, name, value, send }: Sample) => {
      const { status, body, text } = await send();
      const isRefused = status >= 400 && status < 500 && body.Code && body.RequestId;
      const isTaken = status === 200 && body.RequestId && !undeclared.includes(name);
      if (!isRefused && !isTaken) failures.push(`${action} ${name}=${value.slice(0, 40)}: ${text.slice(0, 200)}`);
    };
    for (const description of inOrder()) {
      const waiting = [...samples(description)];
      const worker = async () => {
        for (let sample = waiting.pop(); sample; sample = waiting.pop()) await check(sample);
      };
      await Promise.all(Array.from({ length: 8 }, worker));
    }
    expect(failures).toEqual([]);
  }, 300_000);
});
