import { CreateRule } from './create-rule.ts';
import { DeleteRule } from './delete-rule.ts';
import { DisableRule } from './disable-rule.ts';
import { EnableRule } from './enable-rule.ts';
import { GetRule } from './get-rule.ts';
import { ListRules } from './list-rules.ts';
import { ModifyRule } from './modify-rule.ts';

export const rulesOperations = [CreateRule, DeleteRule, DisableRule, EnableRule, GetRule, ListRules, ModifyRule];
