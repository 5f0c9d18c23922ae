import type { ModuleParts } from '../module-parts.ts';
import { RuleUserGroup } from './rule-user-group.entity.ts';
import { RuleUser } from './rule-user.entity.ts';
import { Rule } from './rule.entity.ts';
import { Rules } from './rules.ts';

export const rulesParts: ModuleParts = {
  entities: [Rule, RuleUser, RuleUserGroup],
  inner: [],
  shown: [Rules],
};
