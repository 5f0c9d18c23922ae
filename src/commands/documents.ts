import { catalogue, gatewayErrors, operationsOf, type CatalogueEntry } from '../catalogue.ts';
import type { ErrorRow } from '../common/service-error.ts';
import type { Action } from '../gateway/action.ts';
import { describeAction, type ActionDescription } from '../gateway/action-description.ts';

/** docs/operations.md: what each operation supports here. */
export function operationsDocument(): string {
  const head = `# Operations

Written by \`npm run docs\` from the operations themselves. *Full*: every published parameter works, and every
published member of the answer can occur. *Partial*: the columns say what is missing. A parameter without effect is accepted only with a value that
would change nothing; any other value is refused. *An extension*: the vendor publishes no such operation.

The vendor's clients call an operation by its name ([clients.md](clients.md)). The column REST has a second way, for people and scripts: the same
parameters in the path, the query or a JSON body, with HTTP Basic or a signature.

An empty string counts as a missing parameter: a required one is refused, an optional one takes its default, and an update leaves the field unchanged. Where
an empty string clears the field instead, the line under the product's table says so ([0035](decisions/0035-what-an-empty-text-means.md)).

Any operation may carry \`AcceptLanguage\`, \`Lang\` and \`SourceIp\`, which change nothing, and \`OwnerId\` and \`ResourceOwnerId\` with the id of the calling
account. \`OwnerAccount\`, \`ResourceOwnerAccount\`, \`ProjectId\` and \`OperationProjectId\` must be empty: accounts have no names here, and there are no projects.
`;
  return [head, ...catalogue.map(productSection)].join('\n');
}

function productSection(entry: CatalogueEntry): string {
  const { product, absent, absentRemark } = entry;
  const rows = operationsOf(entry).map(operationRow);
  const cleared = operationsOf(entry).flatMap(clearedByEmpty);
  return `## ${product.title} ${product.version}

| operation | REST | support | without effect here |
|---|---|---|---|
${rows.join('\n')}
${cleared.length > 0 ? `\nAn empty string clears: ${cleared.join('; ')}.\n` : ''}
Absent: ${absent.length === 0 ? 'none' : absent.join(', ')}.${absentRemark ? ` ${absentRemark}` : ''}
`;
}

function operationRow(action: Action): string {
  const description = describeAction(action);
  return `| ${action.name} | \`${action.route}\` | ${support(description)} | ${withoutEffect(description)} |`;
}

function support(description: ActionDescription): string {
  const lacks = lacksOf(description);
  const word = isFull(description) ? 'full' : `partial${lacks.length > 0 ? `: ${lacks.join('; ')}` : ''}`;
  return description.extension ? `${word}; an extension` : word;
}

function isFull(description: ActionDescription): boolean {
  return lacksOf(description).length === 0 && description.parameters.every(({ unsupported }) => !unsupported);
}

function lacksOf({ partial, omits = {} }: ActionDescription): string[] {
  const missing = byReason(Object.entries(omits)).map(([why, members]) => `answer without ${members} (${why})`);
  return [...(partial ? [partial] : []), ...missing];
}

function withoutEffect({ parameters }: ActionDescription): string {
  const unsupported = parameters.flatMap(({ name, unsupported: why }) => (why ? [[name, why] as const] : []));
  return byReason(unsupported)
    .map(([why, names]) => `${names}: ${why}`)
    .join('; ');
}

/** Each reason once, with the names that it is given for. */
function byReason(reasons: readonly (readonly [name: string, why: string])[]): [why: string, names: string][] {
  const names = new Map<string, string[]>();
  for (const [name, why] of reasons) names.set(why, [...(names.get(why) ?? []), name]);
  return [...names].map(([why, those]) => [why, those.join(', ')]);
}

/** The parameters of a change for which an empty text clears a field. */
function clearedByEmpty(action: Action): string[] {
  const names = describeAction(action).parameters.filter(({ clearable }) => clearable);
  return names.length > 0 ? [`${action.name} with ${names.map(({ name }) => name).join(', ')}`] : [];
}

const counts = /(?<=<!-- prettier-ignore-start -->\n).*(?=<!-- prettier-ignore-end -->)/s;

/** README.md: the number of operations of each product. */
export function withCounts(readme: string): string {
  const rows = catalogue.map(countsRow).join('\n');
  return readme.replace(counts, `\n| API | operations | complete |\n| --- | --- | --- |\n${rows}\n\n`);
}

function countsRow(entry: CatalogueEntry): string {
  const descriptions = operationsOf(entry).map(describeAction);
  const { title, version } = entry.product;
  return `| ${title} ${version} | ${descriptions.length} | ${descriptions.filter(isFull).length} |`;
}

/** docs/errors.md: every code that may be answered. */
export function errorsDocument(): string {
  const head = `# Errors

Written by \`npm run docs\` from the error tables.
`;
  const sections = catalogue.map(({ product, errors }) => errorsSection(product.title, errors));
  return [head, errorsSection('Every product: the gateway', gatewayErrors), ...sections].join('\n');
}

function errorsSection(title: string, errors: Readonly<Record<string, ErrorRow>>): string {
  const rows = Object.values(errors).map(
    ({ status, code, message }) => `| ${status} | ${code} | ${message.replaceAll('|', '\\|')} |`,
  );
  return `## ${title}

| HTTP | Code | Message |
|---|---|---|
${[...new Set(rows)].sort().join('\n')}
`;
}
