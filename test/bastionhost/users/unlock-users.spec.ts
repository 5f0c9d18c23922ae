import { describeUserLocks } from '../user-lock-specs.ts';

describeUserLocks('UnlockUsers', 'Normal');
