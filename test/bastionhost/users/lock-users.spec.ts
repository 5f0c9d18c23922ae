import { describeUserLocks } from '../user-lock-specs.ts';

describeUserLocks('LockUsers', 'Frozen');
