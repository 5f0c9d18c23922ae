import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { catalogue, operationsOf, type CatalogueEntry } from '../../src/catalogue.ts';
import { errorsDocument, operationsDocument, withCounts } from '../../src/commands/documents.ts';
import type { Action } from '../../src/gateway/action.ts';

const notOperations = /(^shapes\/|-action\.ts$|-fields\.ts$|-operations(\.module)?\.ts$|^absent\.ts$)/;
// RAM and STS share one folder and one core.
const folders: Readonly<Record<string, string>> = { 'yundun-bastionhost': 'bastionhost', sts: 'ram' };
const folderOf = ({ product: { name } }: CatalogueEntry) => folders[name] ?? name;
const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const operationsIn = (folder: string) => catalogue.filter((entry) => folderOf(entry) === folder).flatMap(operationsOf);

/** A run of capitals is one word: ImportKMSSecretsForHost becomes import-kms-secrets-for-host. */
function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

const verbs: Record<string, string> = {
  Create: 'POST',
  List: 'GET',
  Get: 'GET',
  Describe: 'GET',
  Modify: 'PATCH',
  Update: 'PATCH',
  Delete: 'DELETE',
};

function expectedVerb(action: Action): string {
  const [word = ''] = /^[A-Z][a-z]+/.exec(action.name) ?? [];
  return verbs[word] ?? 'POST';
}

describe.each(catalogue.map((entry) => [entry.product.title, entry] as const))(
  'the operations of %s',
  (_title, entry) => {
    const folder = folderOf(entry);
    const operations = operationsOf(entry);

    it('have a file each, named after them, and no other file pretends to be one', () => {
      const files = filesIn(`src/${folder}/operations`).filter((path) => !notOperations.test(path));
      const names = operationsIn(folder).map(({ name }) => `${kebab(name)}.ts`);
      expect(files.map((path) => basename(path)).sort()).toEqual(names.sort());
    });

    it('have a test file each, in the folder of the same name', () => {
      const tests = filesIn(`test/${folder}`);
      const sources = filesIn(`src/${folder}/operations`);
      const testOf = ({ name }: Action) => {
        const source = sources.find((path) => basename(path) === `${kebab(name)}.ts`);
        return source?.replace(/\.ts$/, '.spec.ts');
      };
      expect(operations.filter((action) => !tests.includes(testOf(action) ?? '')).map(({ name }) => name)).toEqual([]);
    });

    it('have the REST verb of their name; verbs of their own are POST to noun:verb', () => {
      const wrong = operations.filter((action) => {
        const [verb, path = ''] = action.route.split(' ');
        const isOwnVerb = !((/^[A-Z][a-z]+/.exec(action.name)?.[0] as string) in verbs);
        return verb !== expectedVerb(action) || (isOwnVerb && !/^\/[a-z-]+\/[a-z-]+:[a-z-]+$/.test(path));
      });
      expect(wrong.map(({ name, route }) => `${name}: ${route}`)).toEqual([]);
    });

    it('are not named as absent', () => {
      expect(operations.filter(({ name }) => entry.absent.includes(name))).toEqual([]);
    });
  },
);

describe('the operations of Bastionhost', () => {
  it("and the absent ones together are the 193 of the vendor's SDK 1.7.0", () => {
    const entry = catalogue.find((each) => folderOf(each) === 'bastionhost')!;
    const published = operationsOf(entry).filter(({ extension }) => !extension);
    expect(new Set([...published.map(({ name }) => name), ...entry.absent]).size).toBe(193);
  });
});

describe('generated documents', () => {
  it.each([
    ['docs/operations.md', operationsDocument],
    ['docs/errors.md', errorsDocument],
    ['README.md', withCounts],
  ])('%s is what `npm run docs` writes', (file, render) => {
    const text = readFileSync(file, 'utf8');
    expect(render(text)).toBe(text);
  });
});

describe('every REST route', () => {
  it('belongs to one operation', () => {
    const routes = catalogue.flatMap((entry) =>
      operationsOf(entry).map(({ route }) => route.replace(/\{\w+\}/g, '{}')),
    );
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([]);
  });
});
