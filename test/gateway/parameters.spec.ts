import fc from 'fast-check';
import { asList, BadParameter, mergeParameters, parameterTree } from '../../src/gateway/parameters.ts';

function attempt(run: () => unknown): string {
  try {
    run();
    return 'placed';
  } catch (error) {
    return (error as Error).name;
  }
}

describe('parameter trees', () => {
  it('nests `Hosts.1.HostAccountIds.2`', () => {
    const tree = parameterTree([
      ['Hosts.1.HostId', '7'],
      ['Hosts.1.HostAccountIds.1', 'a'],
      ['Hosts.1.HostAccountIds.2', 'b'],
    ]);
    expect(JSON.stringify(tree)).toBe('{"Hosts":{"1":{"HostId":"7","HostAccountIds":{"1":"a","2":"b"}}}}');
  });

  it('reads a list in the order of its numbers, whatever order they came in', () => {
    const tree = parameterTree([
      ['Ids.10', 'j'],
      ['Ids.2', 'b'],
      ['Ids.1', 'a'],
    ]);
    expect(asList(tree['Ids'] as never)).toEqual(['a', 'b', 'j']);
  });

  it.each([
    '__proto__.x',
    'constructor.prototype.x',
    'Tags.__proto__.x',
    'prototype',
    '',
    '.',
    'a..b',
    'a.b.c.d.e.f.g',
  ])('refuses the name "%s"', (name) => {
    expect(() => parameterTree([[name, '1']])).toThrow(BadParameter);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('refuses a name that occurs twice, or as both a value and a container', () => {
    const twice: [string, string][][] = [
      [
        ['a', '1'],
        ['a', '2'],
      ],
      [
        ['Tags', 'a'],
        ['Tags.1.Key', 'b'],
      ],
      [
        ['Tags.1.Key', 'b'],
        ['Tags', 'a'],
      ],
    ];
    for (const pairs of twice) expect(() => parameterTree(pairs)).toThrow(BadParameter);
    expect(() => mergeParameters(parameterTree([['a', '1']]), parameterTree([['a', '1']]))).toThrow(BadParameter);
  });

  it('refuses more than 5,000 parameters', () => {
    const pairs = Array.from({ length: 5_001 }, (_, index): [string, string] => [`a${index}`, '']);
    expect(() => parameterTree(pairs)).toThrow(BadParameter);
  });

  it('either places every parameter or refuses, and never touches a prototype', () => {
    const name = fc.array(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', '1', '2', 'Key', '*', ''), fc.string()),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (entries) => {
        const before = Object.getOwnPropertyNames(Object.prototype).length;
        const outcome = attempt(() => parameterTree(entries.map(([path, value]) => [path.join('.'), value])));
        expect(['placed', 'BadParameter']).toContain(outcome);
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
      }),
    );
  });
});
