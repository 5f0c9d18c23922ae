import { Member } from '../../../gateway/fields.ts';

/** The answer of operations that change how an instance can be reached. */
export class InstanceIdAnswer {
  @Member() InstanceId: string;
}
