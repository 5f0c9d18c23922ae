import { QueryAvailableInstances } from './query-available-instances.ts';

export const instancesOperations = [QueryAvailableInstances];
