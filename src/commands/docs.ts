import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { errorsDocument, operationsDocument, withCounts } from './documents.ts';

// `npm run docs`: rewrites the generated documents. A test fails when they are stale.
await writeFile('docs/operations.md', operationsDocument());
await writeFile('docs/errors.md', errorsDocument());
await writeFile('README.md', withCounts(await readFile('README.md', 'utf8')));
