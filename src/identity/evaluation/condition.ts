import { BlockList, isIP } from 'node:net';
import { matchesGlob } from './glob.ts';

/** What is known about a call besides action and resource, by condition key in lower case. */
export type ConditionContext = ReadonlyMap<string, string>;

/** One `operator: { key: values }` of a statement. */
export interface Condition {
  readonly key: string;
  /** Whether the key's value matches; undefined where the operator is negated (`Not…`) and the call has no such key. */
  readonly holds: (context: ConditionContext) => boolean | undefined;
}

/** Compares a value of the call with one of the policy. */
type Test = (actual: string, wanted: string) => boolean;

interface Operator {
  readonly test: Test;
  /** True for the `Not…` operators: none of the values may match. */
  readonly negated?: boolean;
  /** Whether the operator can compare with this value of the policy. */
  readonly accepts: (wanted: string) => boolean;
}

const anyText = () => true;
const isNumber = (text: string) => /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
const isDate = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));

function ordered(kind: 'Numeric' | 'Date', valueOf: (text: string) => number, accepts: (text: string) => boolean) {
  const operator = (compare: (a: number, b: number) => boolean, negated = false): Operator => ({
    accepts,
    negated,
    test: (actual, wanted) => accepts(actual) && compare(valueOf(actual), valueOf(wanted)),
  });
  return Object.entries({
    Equals: operator((a, b) => a === b),
    NotEquals: operator((a, b) => a === b, true),
    LessThan: operator((a, b) => a < b),
    LessThanEquals: operator((a, b) => a <= b),
    GreaterThan: operator((a, b) => a > b),
    GreaterThanEquals: operator((a, b) => a >= b),
  }).map(([name, operator]): [string, Operator] => [`${kind}${name}`, operator]);
}

const equals: Test = (actual, wanted) => actual === wanted;
const equalsIgnoreCase: Test = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
const like: Test = (actual, wanted) => matchesGlob(wanted, actual);

const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', { test: equals, accepts: anyText }],
  ['StringNotEquals', { test: equals, accepts: anyText, negated: true }],
  ['StringEqualsIgnoreCase', { test: equalsIgnoreCase, accepts: anyText }],
  ['StringNotEqualsIgnoreCase', { test: equalsIgnoreCase, accepts: anyText, negated: true }],
  ['StringLike', { test: like, accepts: anyText }],
  ['StringNotLike', { test: like, accepts: anyText, negated: true }],
  ...ordered('Numeric', Number, isNumber),
  ...ordered('Date', Date.parse, isDate),
  ['Bool', { test: equalsIgnoreCase, accepts: (wanted: string) => /^(true|false)$/i.test(wanted) }],
  ['IpAddress', { test: isInNetwork, accepts: isNetwork }],
  ['NotIpAddress', { test: isInNetwork, accepts: isNetwork, negated: true }],
]);

/** Undefined for an unknown operator, for no values, and for a value that the operator cannot compare with. */
export function readCondition(name: string, key: string, values: readonly string[]): Condition | undefined {
  const ifExists = name.endsWith('IfExists');
  const operator = operators.get(ifExists ? name.slice(0, -'IfExists'.length) : name);
  if (!operator || values.length === 0 || !values.every(operator.accepts)) return undefined;
  const { test, negated = false } = operator;
  const contextKey = key.toLowerCase();
  const holds = (context: ConditionContext) => {
    const actual = context.get(contextKey);
    if (actual === undefined) return ifExists || (negated ? undefined : false);
    return values.some((wanted) => test(actual, wanted)) !== negated;
  };
  return { key, holds };
}

function networkOf(text: string): BlockList | undefined {
  const [address = '', prefix] = text.split('/', 2);
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  if (family === 0 || !(bits <= longest)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return network;
}

function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined;
}

function isInNetwork(actual: string, wanted: string): boolean {
  const address = actual.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(address);
  return family !== 0 && (networkOf(wanted)?.check(address, family === 4 ? 'ipv4' : 'ipv6') ?? false);
}
