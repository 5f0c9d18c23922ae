import { isRecord } from '../../common/record.ts';
import { readCondition, type Condition } from './condition.ts';
import { readPrincipals, withAccounts, type Principals } from './principals.ts';

/** What a policy is attached to: an identity, a resource (key, secret), or a role, where it says who may assume it. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** Patterns of actions or resources; `negated` for NotAction and NotResource. */
export interface Patterns {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Undefined in a trust policy. */
  readonly resources?: Patterns;
  /** Undefined in an identity policy. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** Thrown for text that is not a policy. The message says why and quotes nothing of the text. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

type Members = Readonly<Record<string, unknown>>;

const maxStatements = 100;
const maxValues = 500;
const statementMembers = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'Condition',
]);

/** Reads and checks a policy of at most `maxBytes`. @throws MalformedPolicy */
export function readPolicy(text: string, kind: PolicyKind, maxBytes: number): PolicyDocument {
  if (Buffer.byteLength(text) > maxBytes) malformed(`the document is longer than ${maxBytes} bytes`);
  const document = members(parse(text), 'the document');
  onlyMembers(document, new Set(['Version', 'Statement']), 'the document');
  if (document['Version'] !== '1') malformed('Version must be "1"');
  const statements = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  if (statements.length === 0 || statements.length > maxStatements) malformed(`1 to ${maxStatements} statements`);
  return { statements: statements.map((statement) => readStatement(members(statement, 'a statement'), kind)) };
}

function readStatement(statement: Members, kind: PolicyKind): Statement {
  onlyMembers(statement, statementMembers, 'a statement');
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') malformed('Effect must be Allow or Deny');
  if (sid !== undefined && (typeof sid !== 'string' || sid.length > 128)) malformed('Sid must be a string');
  return {
    effect,
    actions: patterns(statement, 'Action'),
    resources: readResources(statement, kind),
    principals: readStatementPrincipals(statement, kind),
    conditions: readConditions(statement['Condition']),
  };
}

function readResources(statement: Members, kind: PolicyKind): Patterns | undefined {
  if (kind !== 'trust') return patterns(statement, 'Resource');
  if ('Resource' in statement || 'NotResource' in statement) malformed('a trust policy has no Resource');
  return undefined;
}

function readStatementPrincipals(statement: Members, kind: PolicyKind): Principals | undefined {
  if (kind !== 'identity') {
    const principals = readPrincipals(statement['Principal']) ?? malformed('Principal is not valid');
    return kind === 'trust' ? withAccounts(principals) : principals;
  }
  if ('Principal' in statement) malformed('an identity policy has no Principal');
  return undefined;
}

function patterns(statement: Members, name: 'Action' | 'Resource'): Patterns {
  const negated = `Not${name}` in statement;
  if (negated === name in statement) malformed(`either ${name} or Not${name}`);
  const values = texts(statement[negated ? `Not${name}` : name]);
  if (!values || values.length === 0 || values.includes('')) malformed(`${name} must be a string or a list of strings`);
  return { negated, patterns: name === 'Action' ? values.map((value) => value.toLowerCase()) : values };
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  return Object.entries(members(value, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(members(keys, operator)).map(
      ([key, wanted]) => readCondition(operator, key, texts(wanted, true) ?? []) ?? malformed('Condition is not valid'),
    ),
  );
}

/** A string or a list of strings; with `scalars`, numbers and booleans are accepted and returned as strings. */
export function texts(value: unknown, scalars = false): string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isText = (item: unknown) =>
    typeof item === 'string' || (scalars && (typeof item === 'number' || typeof item === 'boolean'));
  return list.length <= maxValues && list.every(isText) ? list.map(String) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return malformed('the document is not JSON');
  }
}

function members(value: unknown, subject: string): Members {
  return isRecord(value) ? value : malformed(`${subject} must be an object`);
}

function onlyMembers(value: Members, known: ReadonlySet<string>, subject: string): void {
  if (!Object.keys(value).every((name) => known.has(name))) malformed(`${subject} has an unknown member`);
}

function malformed(reason: string): never {
  throw new MalformedPolicy(reason);
}
