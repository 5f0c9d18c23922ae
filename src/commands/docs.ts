import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { errorsDocument, operationsDocument } from './documents.ts';

// `npm run docs`: rewrites the generated documents. A test fails when they are stale.
await writeFile('docs/operations.md', operationsDocument());
await writeFile('docs/errors.md', errorsDocument());
