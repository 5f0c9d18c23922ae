import { Member } from '../../../gateway/fields.ts';

export class VersionStages {
  @Member([String])
  VersionStage: string[];
}
