import 'reflect-metadata';
import { IsDefined, ValidateBy, validateSync } from 'class-validator';
import fc from 'fast-check';
import { catalogue, operationsOf } from '../../src/catalogue.ts';
import type { Class } from '../../src/gateway/action.ts';
import { readFields } from '../../src/gateway/bind-fields.ts';
import { isSurelyValid } from '../../src/gateway/compiled-checks.ts';
import { fieldsOfClass } from '../../src/gateway/field-metadata.ts';
import { emptyRecord, type ParameterValue } from '../../src/gateway/parameters.ts';

const hostile = ['', 'a\0b', '\ud800', '\u0007', 'x'.repeat(40_000), '["1","\\ud800"]'];
const words =
  'a v1 alias/a acs:kms:cn-hangzhou:1000000000000001:secret/a acs:ram::1000000000000001:role/a 0 1 7 22 30 2222 3600 65536 ' +
  '-1 1.5 true false 7d 86400s 127.0.0.1 AAAA enable SSH Linux Local Host Direct secret KMS Password text Generic Public user policy INSTANCE ' +
  'Enabled Active Custom System Username 2030-01-01T00:00:00Z LTAIabcdef AES_256 RSA_2048 HMAC_SHA_256 RSA_PSS_SHA_256 ' +
  `RSAES_OAEP_SHA_256 ${'A'.repeat(43)}= ${'f'.repeat(32)}`;
const json =
  '[] ["1"] ["a"] [["1"]] [null] [{}] {} {"a":"b"} {"__proto__":"b"} [{"Key":"a","Value":"b"}] [{"Key":"a","Value":7}] ' +
  '[{"Key":"a","b":"c"}] [{"TagKey":"a","TagValue":"b"}] [{"HostId":"1","HostAccountIds":["1"]}] [{"HostId":"1"},"a"] ' +
  '[{"HostId":"1","HostAccountIds":[]}] [{"HostId":"1","SecretName":"a"}] [{"Key":"SecretName","Values":["a"]}] ' +
  '[{"HostGroupId":"1","HostAccountNames":["root"]}]';
const lists = [['1'], ['a', 'a'], [['a']], [{}]];
const others: ParameterValue[] = [0, 1, 22, 1.5, true, false, null, { '1': '1' }, { '1': { Key: 'a' } }, { a: 1 }];
/** One of these fits into any required field; most of them do not. */
const values: readonly ParameterValue[] = [...hostile, ...words.split(' '), ...json.split(' '), ...lists, ...others];

const requests = catalogue.flatMap((entry) =>
  operationsOf(entry).map(({ name, product, request }) => [`${product.name}:${name}`, request] as const),
);
const withFields = requests.filter(([, request]) => fieldsOfClass(request).fields.size > 0);

/** What class-validator finds wrong. */
function wrong(request: object): string[] {
  return validateSync(request, { stopAtFirstError: true }).map(({ property }) => property);
}

function requestOf(target: Class, entries: readonly (readonly [string, ParameterValue])[]): object {
  return readFields(target, Object.assign(emptyRecord(), Object.fromEntries(entries)));
}

const fittingOf = new Map<Class, Map<string, ParameterValue[]>>();

/** The values that each field takes; one that may be left out takes none as well. */
function fitting(target: Class): Map<string, ParameterValue[]> {
  const names = [...fieldsOfClass(target).fields.keys()];
  const fits = (name: string, value: ParameterValue) => !wrong(requestOf(target, [[name, value]])).includes(name);
  const found =
    fittingOf.get(target) ?? new Map(names.map((name) => [name, values.filter((value) => fits(name, value))]));
  fittingOf.set(target, found);
  return found;
}

/** Requests of which most fields fit, and one or two are left out. */
function nearlyRight(target: Class): fc.Arbitrary<object> {
  const entryOf = ([name, those]: [string, ParameterValue[]]) => {
    const right = fc.constantFrom(...(those.length > 0 ? those : values));
    const any = fc.constantFrom(...values);
    return fc.tuple(fc.constant(name), fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: any }));
  };
  return fc
    .tuple(...[...fitting(target)].map(entryOf))
    .chain((entries) => fc.subarray(entries, { minLength: Math.max(0, entries.length - 2) }))
    .map((entries) => requestOf(target, entries));
}

describe('checks that are compiled once for each class', () => {
  it.each(withFields)('find %s right and wrong as class-validator does', (_name, target) => {
    const agree = (request: object) => expect(isSurelyValid(request)).toBe(wrong(request).length === 0);
    fc.assert(fc.property(nearlyRight(target), agree), { numRuns: 60 });
  });

  it.each(withFields)('need no class-validator for a right %s', (_name, target) => {
    const right = [...fitting(target)].filter(([, those]) => those.length > 0);
    const known = [...fieldsOfClass(target).optional, ...right.map(([name]) => name)];
    // A field that takes none of the values above: add one that it takes.
    expect(known).toEqual(expect.arrayContaining([...fieldsOfClass(target).fields.keys()]));
    const entries = right.map(([name, those]) => [name, those[0]!] as const);
    expect(isSurelyValid(requestOf(target, entries))).toBe(true);
  });

  it('leave to class-validator what they do not know', () => {
    class Defined {
      @IsDefined() a = 1;
    }
    class Promising {
      @ValidateBy({ name: 'soon', validator: { validate: () => Promise.resolve(true) } }) a = 1;
    }
    class Conditional {
      @ValidateBy({ name: 'never', validator: { validate: () => false } }, { validateIf: () => false }) a = 1;
    }
    class Nothing {}
    const all = [new Defined(), new Promising(), new Conditional(), new Nothing()];
    expect(all.map(isSurelyValid)).toEqual([false, false, false, false]);
  });
});
