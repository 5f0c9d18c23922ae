import fc from 'fast-check';
import { decide, type Decision } from '../../src/identity/evaluation/decide.ts';
import { matchesGlob } from '../../src/identity/evaluation/glob.ts';
import { MalformedPolicy, readPolicy, type PolicyKind } from '../../src/identity/evaluation/policy-document.ts';

type Statement = Record<string, unknown>;

const account = '1000000000000001';
const secret = `acs:kms:cn-hangzhou:${account}:secret/db`;
const alice = `acs:ram::${account}:user/alice`;

function policyText(...statements: Statement[]): string {
  return JSON.stringify({ Version: '1', Statement: statements });
}

function ask(
  statements: Statement[],
  question: { action?: string; resource?: string; principal?: string; context?: Record<string, string> } = {},
  kind: PolicyKind = 'identity',
): Decision {
  const { action = 'kms:GetSecretValue', resource = secret, principal = alice, context = {} } = question;
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return decide([readPolicy(policyText(...statements), kind, 6_144)], { action, resource, principal, context: known });
}

const allow = (others: Statement = {}): Statement => ({ Effect: 'Allow', Action: '*', Resource: '*', ...others });
const deny = (others: Statement = {}): Statement => ({ Effect: 'Deny', Action: '*', Resource: '*', ...others });

describe('a pattern', () => {
  it('matches as a regular expression of the same meaning would', () => {
    const part = fc.constantFrom('a', 'b', ':', '/', '*', '?');
    const property = fc.property(
      fc.array(part, { maxLength: 12 }),
      fc.stringMatching(/^[ab:/]{0,12}$/),
      (parts, text) => {
        const expression = parts.map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each)).join('');
        expect(matchesGlob(parts.join(''), text)).toBe(new RegExp(`^${expression}$`, 's').test(text));
      },
    );
    fc.assert(property);
  });

  it('of many stars does not take forever', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(10_000))).toBe(false);
  });
});

describe('policies', () => {
  it('allow nothing that no statement speaks of', () => {
    expect(ask([allow({ Action: 'kms:DescribeSecret' })])).toBe('ImplicitDeny');
    expect(ask([allow({ Resource: `${secret}x` })])).toBe('ImplicitDeny');
  });

  it.each([
    [{ Action: 'kms:Get*' }],
    [{ Action: ['ecs:*', 'KMS:getsecretvalue'] }],
    [{ Resource: `acs:kms:*:${account}:secret/*` }],
    [{ Resource: `acs:kms:cn-????????:${account}:secret/db` }],
  ])('allow by wildcards, actions in any case: %j', (members) => {
    expect(ask([allow(members)])).toBe('Allow');
  });

  it('take the case of a resource seriously', () => {
    expect(ask([allow({ Resource: secret.toUpperCase() })])).toBe('ImplicitDeny');
  });

  it.each([
    [{ NotAction: 'ecs:*', Action: undefined }, 'Allow'],
    [{ NotAction: 'kms:*', Action: undefined }, 'ImplicitDeny'],
    [{ NotResource: '*:secret/prod*', Resource: undefined }, 'Allow'],
    [{ NotResource: '*:secret/d*', Resource: undefined }, 'ImplicitDeny'],
  ])('%j: %s', (members, decision) => {
    expect(ask([allow(members)])).toBe(decision);
  });

  it('deny what is denied anywhere, in any order', () => {
    expect(ask([allow(), deny({ Action: 'kms:GetSecretValue' })])).toBe('ExplicitDeny');
    expect(ask([deny({ Action: 'kms:GetSecretValue' }), allow()])).toBe('ExplicitDeny');
  });

  it.each<[string, unknown, Record<string, string>, boolean]>([
    ['StringEquals', { 'acs:Owner': ['a', 'b'] }, { 'acs:Owner': 'b' }, true],
    ['StringEquals', { 'ACS:owner': 'b' }, { 'acs:Owner': 'b' }, true],
    ['StringEquals', { 'acs:Owner': 'B' }, { 'acs:Owner': 'b' }, false],
    ['StringEqualsIgnoreCase', { 'acs:Owner': 'B' }, { 'acs:Owner': 'b' }, true],
    ['StringNotEquals', { 'acs:Owner': ['a', 'b'] }, { 'acs:Owner': 'c' }, true],
    ['StringNotEquals', { 'acs:Owner': ['a', 'b'] }, { 'acs:Owner': 'b' }, false],
    ['StringNotEqualsIgnoreCase', { 'acs:Owner': 'B' }, { 'acs:Owner': 'b' }, false],
    ['StringLike', { 'acs:Owner': 'team-*' }, { 'acs:Owner': 'team-1' }, true],
    ['StringNotLike', { 'acs:Owner': 'team-*' }, { 'acs:Owner': 'team-1' }, false],
    ['NumericEquals', { n: '10' }, { n: '10.0' }, true],
    ['NumericNotEquals', { n: 10 }, { n: '10' }, false],
    ['NumericLessThan', { n: '10' }, { n: '9' }, true],
    ['NumericLessThanEquals', { n: '10' }, { n: '11' }, false],
    ['NumericGreaterThan', { n: '10' }, { n: '9' }, false],
    ['NumericGreaterThanEquals', { n: '10' }, { n: 'many' }, false],
    ['DateLessThan', { now: '2026-11-25T00:00:00+08:00' }, { now: '2026-11-24T15:59:59Z' }, true],
    ['DateGreaterThan', { now: '2026-11-25T00:00:00+08:00' }, { now: '2026-11-24T15:59:59Z' }, false],
    ['DateEquals', { now: '2026-11-24T16:00:00Z' }, { now: '2026-11-25T00:00:00+08:00' }, true],
    ['DateNotEquals', { now: '2026-11-24T16:00:00Z' }, { now: '2026-11-25T00:00:00+08:00' }, false],
    ['DateLessThanEquals', { now: '2026-11-24T16:00:00Z' }, { now: '2026-11-24T16:00:00Z' }, true],
    ['DateGreaterThanEquals', { now: '2026-11-24T16:00:00Z' }, { now: '2026-11-24T16:00:00Z' }, true],
    ['Bool', { tls: 'true' }, { tls: 'false' }, false],
    ['Bool', { tls: false }, { tls: 'false' }, true],
    ['IpAddress', { ip: ['10.0.0.0/8', '2001:db8::/32'] }, { ip: '10.1.2.3' }, true],
    ['IpAddress', { ip: ['10.0.0.0/8', '2001:db8::/32'] }, { ip: '2001:db8::1' }, true],
    ['IpAddress', { ip: '10.0.0.0/8' }, { ip: '::ffff:10.1.2.3' }, true],
    ['IpAddress', { ip: '10.0.0.0/8' }, { ip: '11.1.2.3' }, false],
    ['IpAddress', { ip: '10.0.0.1' }, { ip: 'internal' }, false],
    ['NotIpAddress', { ip: '10.0.0.0/8' }, { ip: '11.1.2.3' }, true],
    ['StringEqualsIfExists', { 'acs:Owner': 'b' }, {}, true],
    ['StringEqualsIfExists', { 'acs:Owner': 'b' }, { 'acs:Owner': 'c' }, false],
  ])('%s %j with %j: %s', (operator, wanted, context, holds) => {
    const condition = { Condition: { [operator]: wanted } };
    expect(ask([allow(condition)], { context })).toBe(holds ? 'Allow' : 'ImplicitDeny');
    expect(ask([allow(), deny(condition)], { context })).toBe(holds ? 'ExplicitDeny' : 'Allow');
  });

  it('require all keys and all operators of a condition to hold', () => {
    const Condition = { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } };
    expect(ask([allow({ Condition })], { context: { a: '1', b: '2', c: 'true' } })).toBe('Allow');
    expect(ask([allow({ Condition })], { context: { a: '1', b: '3', c: 'true' } })).toBe('ImplicitDeny');
    expect(ask([allow({ Condition })], { context: { a: '1', b: '2', c: 'false' } })).toBe('ImplicitDeny');
  });

  it('decide against the caller where a negated key is missing', () => {
    const Condition = { NotIpAddress: { 'acs:SourceIp': '10.0.0.0/8' } };
    expect(ask([allow({ Condition })])).toBe('ImplicitDeny');
    expect(ask([allow(), deny({ Condition })])).toBe('ExplicitDeny');
    expect(ask([allow(), deny({ Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } } })])).toBe('Allow');
  });

  it.each([
    [`acs:ram::${account}:user/alice`, 'Allow'],
    [`acs:ram::${account}:*`, 'Allow'],
    ['*', 'Allow'],
    [`acs:ram::${account}:user/ali`, 'ImplicitDeny'],
    [`acs:ram::${account}:root`, 'ImplicitDeny'],
    ['acs:ram::1000000000000002:*', 'ImplicitDeny'],
  ])('of a resource name principals: %s: %s', (principal, decision) => {
    expect(ask([allow({ Principal: { RAM: [principal] } })], {}, 'resource')).toBe(decision);
  });
});

describe('a policy is malformed', () => {
  const good = allow();
  it.each<[string, string]>([
    ['that is not JSON', '{'],
    ['that is a list', '[]'],
    ['of another version', JSON.stringify({ Version: '2', Statement: [good] })],
    ['without statements', JSON.stringify({ Version: '1', Statement: [] })],
    ['with a member that policies do not have', JSON.stringify({ Version: '1', Statement: [good], Id: 'x' })],
    ['with a prototype', '{"Version":"1","__proto__":{},"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'],
    ['that is longer than it may be', policyText(allow({ Sid: 'x' }), allow({ Resource: 'x'.repeat(6_144) }))],
    ['whose statement has an unknown effect', policyText(allow({ Effect: 'allow' }))],
    ['whose statement has no action', policyText(allow({ Action: undefined }))],
    ['whose statement has both Action and NotAction', policyText(allow({ NotAction: 'x' }))],
    ['whose action is a number', policyText(allow({ Action: 1 }))],
    ['whose action is empty', policyText(allow({ Action: [] }))],
    ['whose resource is null', policyText(allow({ Resource: null }))],
    ['with a principal, in a policy for identities', policyText(allow({ Principal: { RAM: ['*'] } }))],
    ['with an unknown operator', policyText(allow({ Condition: { StringIs: { a: 'b' } } }))],
    ['whose number is invalid', policyText(allow({ Condition: { NumericEquals: { a: 'many' } } }))],
    ['whose network is invalid', policyText(allow({ Condition: { IpAddress: { a: '10.0.0.0/33' } } }))],
    ['whose date is invalid', policyText(allow({ Condition: { DateEquals: { a: 'tomorrow' } } }))],
    ['whose condition has no value', policyText(allow({ Condition: { StringEquals: { a: [] } } }))],
    ['of 101 statements', policyText(...Array.from({ length: 101 }, () => ({ ...good, Action: 'a' })))],
  ])('%s', (_title, text) => {
    expect(() => readPolicy(text, 'identity', 6_144)).toThrow(MalformedPolicy);
  });

  it.each([
    undefined,
    '*',
    {},
    { RAM: ['alice'] },
    { RAM: ['acs:ram::1:root'] },
    { Anybody: ['*'] },
    { Service: ['*'] },
  ])('whose principal is %j, where one must be named', (Principal) => {
    expect(() => readPolicy(policyText(allow({ Principal })), 'resource', 6_144)).toThrow(MalformedPolicy);
  });
});
