// `node scripts/bundle-packages.mjs dist`: puts the packages that the programs in `dist` import into a few files in
// `dist/node_modules`, where Node looks first. A start reads some 1,000 modules then instead of 3,500
// (docs/decisions/0075).
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const leftAlone = [
  'pg', // TypeORM loads it by its name, and ours has to be the same one
  'pino', // finds its files by their paths
  'reflect-metadata', // has to run before all others
  'ssh2', // has native code, and files that we patch
  'swagger-ui-dist', // files to serve
];
/** What has to share the bundled packages, though it is not one of the service's own. */
const alsoBundled = ['@nestjs/testing'];

async function bundlePackages(folder) {
  const target = join(folder, 'node_modules');
  const packages = importedPackages(folder);
  const version = versionOf(packages);
  if (readVersion(target) === version) return;
  rmSync(target, { recursive: true, force: true });
  await build({
    entryPoints: packages.map((name) => ({ in: `package:${name}`, out: fileOf(name).replace(/\.js$/, '') })),
    outdir: target,
    chunkNames: '.shared/[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Nest and TypeORM tell classes by their names.
    keepNames: true,
    legalComments: 'inline',
    banner: { js: `import 'reflect-metadata'; ${requireForCommonJs}` },
    external: leftAlone.flatMap((name) => [name, `${name}/*`]),
    plugins: [exportsByName, absentPackages],
    logLevel: 'warning',
  });
  for (const name of new Set(packages.map(packageOf)))
    writeManifest(join(target, name), { name, type: 'module', main: 'index.js' });
  writeManifest(target, { type: 'module', version });
}

const requireForCommonJs =
  "import { createRequire as sallyportRequire } from 'node:module'; const require = sallyportRequire(import.meta.url);";

/** The packages that Node would look for below the folder, with the path within the package where there is one. */
function importedPackages(folder) {
  const files = readdirSync(folder, { recursive: true }).filter(
    (file) => file.endsWith('.js') && !file.endsWith('.spec.js') && !file.startsWith('node_modules'),
  );
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^import .*?(['"])([^.'"][^'"]*)\1;$/gm)].map(([, , name]) => name),
  );
  return [...new Set(names)].filter(isBundled).sort();
}

function isBundled(name) {
  const owner = packageOf(name);
  return (owner in dependencies || alsoBundled.includes(owner)) && !leftAlone.includes(owner);
}

function packageOf(name) {
  return /^(@[^/]+\/)?[^/]+/.exec(name)[0];
}

function fileOf(name) {
  return name === packageOf(name) ? `${name}/index.js` : name;
}

/** The names that a package exports; esbuild does not know those of a CommonJS package. */
const exportsByName = {
  name: 'exports by name',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^package:/ }, ({ path }) => ({ path: path.slice('package:'.length), namespace: 'exports' }));
    onLoad({ filter: /./, namespace: 'exports' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'module.exports');
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: root };
    });
  },
};

/** Optional packages that are not installed: whoever wants one asks for it at run time, and does without. */
const absentPackages = {
  name: 'absent packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === absentPackages || path.startsWith('package:')) return undefined;
      const { kind, importer, namespace, resolveDir } = from;
      const found = await resolve(path, { kind, importer, namespace, resolveDir, pluginData: absentPackages });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

function versionOf(packages) {
  const hash = createHash('sha256').update(packages.join());
  for (const file of ['package-lock.json', 'scripts/bundle-packages.mjs']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function readVersion(target) {
  try {
    return JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

function writeManifest(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

await bundlePackages(process.argv[2]);
