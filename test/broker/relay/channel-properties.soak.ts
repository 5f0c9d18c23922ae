import { itKeepsTheRules } from './channel-properties.ts';

itKeepsTheRules(100);
