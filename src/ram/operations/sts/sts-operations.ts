import { AssumeRole } from './assume-role.ts';
import { GetCallerIdentity } from './get-caller-identity.ts';

export const stsOperations = [AssumeRole, GetCallerIdentity];
