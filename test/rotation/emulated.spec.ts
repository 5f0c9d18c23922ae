import { startEmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { itRotates } from './rotation-behaviour.ts';

describe('a rotation on an emulated instance', () => {
  itRotates(startEmulatedInstance);
});
