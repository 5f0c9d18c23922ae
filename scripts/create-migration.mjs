// `npm run migration:create -- add-labels`: creates an empty migration and lists it in migrations/index.ts.
import { readFileSync, writeFileSync } from 'node:fs';

const name = process.argv[2];
if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? '')) {
  process.stderr.write('usage: npm run migration:create -- <kebab-case-name>\n');
  process.exit(2);
}

const timestamp = Date.now();
const className = `${name.replace(/(^|-)([a-z0-9])/g, (_all, _dash, letter) => letter.toUpperCase())}${timestamp}`;
const file = `migrations/${timestamp}-${name}.ts`;
writeFileSync(
  file,
  `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(\`\`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
`,
);
const index = 'migrations/index.ts';
const text = readFileSync(index, 'utf8');
const imported = `import { ${className} } from './${timestamp}-${name}.ts';\n`;
writeFileSync(index, `${imported}${text.replace(/\n\];?\n?/, `\n  ${className},\n];\n`)}`);
process.stdout.write(`${file}\n`);
