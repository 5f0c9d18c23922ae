import 'reflect-metadata';
import { catalogue, operationsOf } from '../catalogue.ts';
import { describeAction } from '../gateway/action-description.ts';

// `npm run operations`: prints the registry as JSON, for tools that compare it with what is published.
const descriptions = catalogue.flatMap((entry) => operationsOf(entry).map(describeAction));
process.stdout.write(`${JSON.stringify(descriptions, null, 1)}\n`);
