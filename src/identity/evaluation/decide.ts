import type { ConditionContext } from './condition.ts';
import { matchesGlob } from './glob.ts';
import type { Patterns, PolicyDocument, Statement } from './policy-document.ts';
import { namesPrincipal } from './principals.ts';

export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

/** The question that policies are evaluated for. */
export interface PolicyQuestion {
  readonly action: string;
  readonly resource: string;
  /** The ARN by which resource and trust policies name the caller. */
  readonly principal: string;
  readonly context: ConditionContext;
}

/** Deny wins over Allow. What no statement allows is refused as well. */
export function decide(documents: readonly PolicyDocument[], question: PolicyQuestion): Decision {
  let decision: Decision = 'ImplicitDeny';
  for (const { statements } of documents) {
    for (const statement of statements) {
      if (!speaksOf(statement, question)) continue;
      if (statement.effect === 'Deny') return 'ExplicitDeny';
      decision = 'Allow';
    }
  }
  return decision;
}

function speaksOf(statement: Statement, question: PolicyQuestion): boolean {
  const { actions, resources, principals, effect, conditions } = statement;
  return (
    matches(actions, question.action.toLowerCase()) &&
    (!resources || matchesResource(resources, question.resource)) &&
    (!principals || namesPrincipal(principals, question.principal)) &&
    // For a negated operator whose key the call lacks, decide against the caller: Deny applies, Allow does not.
    conditions.every(({ holds }) => holds(question.context) ?? effect === 'Deny')
  );
}

function matches({ patterns, negated }: Patterns, text: string): boolean {
  return patterns.some((pattern) => matchesGlob(pattern, text)) !== negated;
}

/** Names of users, groups and roles are case-insensitive: otherwise another spelling would be a way around a Deny. */
const namedInEitherCase = /^acs:ram:[^:]*:[^:]*:(user|group|role)\//;

function matchesResource(resources: Patterns, resource: string): boolean {
  if (!namedInEitherCase.test(resource)) return matches(resources, resource);
  const patterns = resources.patterns.map((pattern) => pattern.toLowerCase());
  return matches({ ...resources, patterns }, resource.toLowerCase());
}
