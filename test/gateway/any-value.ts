import { describeAction, type ActionDescription } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import { call, callV3, type WireAnswer } from '../support/signed-request.ts';
import { OneOfEachResource } from '../support/one-of-each-resource.ts';
import type { TestApplication } from '../support/test-application.ts';

const token = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Values that break parsers, SQL, numbers, times and text. */
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
  readonly name: string;
  readonly value: string;
  readonly send: () => Promise<WireAnswer>;
}

type Choice = <Value>(values: readonly Value[]) => readonly Value[];

/** Calls operations with anything that a parameter may hold; `choose` picks the values for each parameter. */
export class AnyValue {
  private constructor(
    private readonly app: TestApplication,
    private readonly something: OneOfEachResource,
    private readonly choose: Choice,
  ) {}

  static async of(app: TestApplication, choose: Choice): Promise<AnyValue> {
    return new AnyValue(app, await OneOfEachResource.make(app), choose);
  }

  /** The calls that failed, and those that were accepted with an unknown parameter. */
  async failures(): Promise<string[]> {
    const failures: string[] = [];
    for (const description of this.inOrder()) {
      const waiting = [...this.samples(description)];
      const worker = async () => {
        for (let sample = waiting.pop(); sample; sample = waiting.pop()) failures.push(...(await check(sample)));
      };
      await Promise.all(Array.from({ length: 8 }, worker));
    }
    return failures;
  }

  // Deletions come last: the others need something to work on.
  private inOrder(): ActionDescription[] {
    const all = this.app.get(ActionRegistry).all().map(describeAction);
    const deletes = ({ action }: ActionDescription) => action.startsWith('Delete');
    return [...all.filter((each) => !deletes(each)), ...all.filter(deletes)];
  }

  private *samples(description: ActionDescription): Generator<Sample> {
    const { action, version, parameters } = description;
    for (const name of [...parameters.map((parameter) => parameter.name), ...undeclared]) {
      const { [name]: _replaced, ...others } = this.something.parametersFor(description);
      for (const value of this.choose(texts)) {
        const pairs = [['Action', action] as const, ...Object.entries(others), [name, value] as const];
        const request = { method: 'POST', place: 'form', protocol: { Version: version } } as const;
        yield { action, name, value, send: () => call(this.app, pairs, request) };
      }
      for (const value of this.choose(jsonValues)) {
        const body = `${JSON.stringify(others).slice(0, -1)}${Object.keys(others).length > 0 ? ',' : ''}"${name}":${value}}`;
        const headers = { 'content-type': 'application/json', 'x-acs-action': action, 'x-acs-version': version };
        yield { action, name, value, send: () => callV3(this.app, { headers, body }) };
      }
    }
  }
}

async function check({ action, name, value, send }: Sample): Promise<string[]> {
  const { status, body, text } = await send();
  const isRefused = status >= 400 && status < 500 && body.Code && body.RequestId;
  const isTaken = status === 200 && body.RequestId && !undeclared.includes(name);
  return isRefused || isTaken ? [] : [`${action} ${name}=${value.slice(0, 40)}: ${text.slice(0, 200)}`];
}
