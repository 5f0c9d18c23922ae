/** The rings of ARCHITECTURE.md, enforced. Each comment is addressed to whoever broke the rule. */
const ring0 = '^src/(common|config)/';
const ring1a = '^src/(database|sealing|ssh|mail)/';
const ring1b = '^src/(events|host-keys|tls)/';
const ring1c = '^src/(audit|identity)/';
const guardDoors = '^src/guard/[^/]+\\.(api|module)\\.ts$';
const ring1Doors = '^src/(events|host-keys|identity|guard)/[^/]+\\.(api|module)\\.ts$';
const coreDoors = '^src/(kms|ecs|bastionhost)/[^/]+\\.(api|module)\\.ts$';
const ring3Doors = '^src/(rotation|broker)/[^/]+\\.(api|module)\\.ts$';
const gatewayDoors = '^src/gateway/(action|fields|operations-module|paging)\\.ts$';

const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from.path, pathNot: from.pathNot },
  to: { path: '^(src|migrations|test)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea or three. Find which.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'ssh2-stays-in-ssh',
      comment: 'Only src/ssh (and the emulated instance of the demo) knows ssh2. Ask src/ssh for what you need.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(ssh|demo)/' },
      to: { path: 'node_modules/(@types/)?ssh2' },
    },
    {
      name: 'ldapts-stays-in-directories',
      comment:
        'ldapts keeps what any server answers and binds by SASL for some names; LimitedClient and askDirectory do not.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/bastionhost/directories/' },
      to: { path: 'node_modules/ldapts' },
    },
    {
      name: 'dial-by-pins',
      comment: 'Servers are dialled only through PinnedDialler in src/host-keys, which knows their pins.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(ssh|host-keys|demo)/' },
      to: { path: '^src/ssh/(target-dialler|target-login|remote-command)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-barrels',
      comment: 'Import the file that has what you need; an index file hides who needs what.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/.*/index\\.ts$' },
    },
    {
      name: 'doors-show-no-tables',
      comment: 'A door shows methods, not tables: its rows are read and written by a file of the folder behind it.',
      severity: 'error',
      from: { path: '^src/[^/]+/[^/]+\\.api\\.ts$' },
      to: { path: '\\.(entity|sql)\\.ts$' },
    },
    only('ring-0', 'common and config know nothing of the rest.', { path: ring0 }, [ring0]),
    only('ring-1a', 'database, ssh and mail rest on ring 0 alone.', { path: '^src/(database|ssh|mail)/' }, [
      ring0,
      '^src/$1/',
      '^migrations/',
    ]),
    only('ring-1a-sealing', 'sealing rests on ring 0 and the database.', { path: '^src/sealing/' }, [
      ring0,
      '^src/(sealing|database)/',
    ]),
    only('ring-1b', 'events, host-keys and tls rest on rings 0 and 1a.', { path: '^src/(events|host-keys|tls)/' }, [
      ring0,
      ring1a,
      '^src/$1/',
    ]),
    only('ring-1c', 'audit and identity rest on rings 0, 1a and 1b.', { path: ring1c }, [
      ring0,
      ring1a,
      ring1b,
      '^src/$1/',
      '^src/(audit|identity)/[^/]+\\.(api|module)\\.ts$',
    ]),
    only('ring-1d', 'The guard rests on ring 0 and the doors of audit and identity.', { path: '^src/guard/' }, [
      ring0,
      '^src/guard/',
      '^src/(audit|identity)/[^/]+\\.(api|module)\\.ts$',
    ]),
    {
      name: 'the-guard-keeps-the-trail',
      comment:
        'Only the guard writes audit rows, so that each says what its caller was told. Call it, or give it a note.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(audit|guard|commands)/' },
      to: { path: '^src/audit/' },
    },
    only(
      'ring-2-cores',
      "A product's core knows rings 0 and 1 by their doors, itself, and other products by their doors.",
      { path: '^src/(kms|ecs|bastionhost)/', pathNot: '/operations/' },
      [ring0, ring1a, ring1Doors, '^src/$1/(?!operations/)', coreDoors],
    ),
    {
      name: 'kms-keys-below-secrets',
      comment: 'In KMS, keys know of nothing, and secrets of keys; tags rest on both.',
      severity: 'error',
      from: { path: '^src/kms/(keys|secrets)/' },
      to: { path: '^src/kms/(secrets|tags)/', pathNot: '^src/kms/$1/' },
    },
    only(
      'ring-3-rotation',
      'rotation knows rings 0 and 1a, the doors of rings 1 and 2, and the errors of KMS, by which RotateSecret refuses.',
      { path: '^src/rotation/' },
      [ring0, ring1a, ring1Doors, coreDoors, '^src/kms/kms\\.errors\\.ts$', '^src/rotation/'],
    ),
    {
      name: 'rotation-inside',
      comment:
        'In rotation, store and hosts know nothing of rotators and access-keys, and none of these of the engine, which drives them all.',
      severity: 'error',
      from: { path: '^src/rotation/(store|hosts|rotators|access-keys)/' },
      to: { path: '^src/rotation/(engine|rotators|access-keys)/', pathNot: '^src/rotation/$1/' },
    },
    only(
      'ring-3-broker',
      'broker knows rings 0 and 1a, the doors of rings 1 and 2, and that of rotation, which it asks before it logs on.',
      { path: '^src/broker/' },
      [ring0, ring1a, ring1Doors, coreDoors, '^src/rotation/[^/]+\\.(api|module)\\.ts$', '^src/broker/'],
    ),
    only(
      'broker-login',
      'Who an engineer is knows nothing of sessions: both know the Engineer, and listeners bring them together.',
      { path: '^src/broker/login/' },
      [ring0, ring1a, ring1Doors, coreDoors, '^src/broker/login/', '^src/broker/(engineer|broker-trail)\\.ts$'],
    ),
    {
      name: 'broker-sessions',
      comment: 'A session begins where the login is over: it knows the Engineer, not how they came in.',
      severity: 'error',
      from: { path: '^src/broker/(session|outbound)/' },
      to: { path: '^src/broker/(listeners|login)/' },
    },
    only(
      'broker-relay',
      'The relay is pure: it knows SSH messages and legs, and gets its gate and taps as parameters.',
      { path: '^src/broker/relay/' },
      [ring0, '^src/ssh/', '^src/broker/relay/'],
    ),
    {
      name: 'broker-relay-is-pure',
      comment: 'No framework, no database and no I/O in the relay: give it what it needs as a parameter.',
      severity: 'error',
      from: { path: '^src/broker/(relay|local|policy|taps)/' },
      // Streams are how what stands behind a channel of ours takes its data; by themselves they do no I/O.
      to: {
        pathNot: ['^(node:)?stream$', '^node_modules/string-width/'],
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'],
      },
    },
    only(
      'broker-local',
      'A program on an engineer’s terminal is a server to the relay: it knows SSH messages and nothing of sessions.',
      { path: '^src/broker/local/' },
      [ring0, '^src/ssh/', '^src/broker/(relay|local)/'],
    ),
    only(
      'broker-policy-and-taps',
      'A gate and a tap know what the relay shows them, nothing of sessions.',
      { path: '^src/broker/(policy|taps)/' },
      [ring0, '^src/ssh/', '^src/broker/(relay|policy|taps)/'],
    ),
    only('ring-4', 'The gateway names no product and no table.', { path: '^src/gateway/' }, [
      ring0,
      '^src/identity/[^/]+\\.(api|module)\\.ts$',
      guardDoors,
      '^src/sealing/(page-tokens\\.api|sealing\\.module)\\.ts$',
      '^src/gateway/',
    ]),
    only(
      'ring-5',
      'An operation knows the gateway by action, fields, paging and operations-module, its own core, and everything else by its doors.',
      { path: '^src/(kms|ecs|bastionhost|bssopenapi)/operations/' },
      [
        ring0,
        gatewayDoors,
        ring1Doors,
        '^src/(database|sealing)/[^/]+\\.(api|module)\\.ts$',
        '^src/$1/',
        coreDoors,
        ring3Doors,
      ],
    ),
    only(
      'ring-5-ram',
      'RAM and STS are operations over identity, which is their core; everything else as in ring 5.',
      { path: '^src/ram/' },
      [ring0, gatewayDoors, guardDoors, '^src/(ram|identity)/', '^src/sealing/[^/]+\\.(api|module)\\.ts$'],
    ),
    only(
      'ring-6',
      'What puts the service together and documents it knows doors, the gateway and the database; of a product its action, errors and absent operations.',
      { path: '^src/(commands/|[^/]+\\.ts$)' },
      [
        ring0,
        '^src/(commands|database|gateway)/',
        '^src/[^/]+\\.ts$',
        '^src/[^/]+/[^/]+\\.(api|module|errors|sealed)\\.ts$',
        '^src/[^/]+/operations/([^/]+-(action|operations\\.module)|absent)\\.ts$',
        '^src/broker/broker\\.ts$',
      ],
    ),
    {
      name: 'operations-stand-alone',
      comment:
        'An operation never calls another: what two of them share lives in a service of the core, or in shapes/.',
      severity: 'error',
      from: { path: '^src/[^/]+/operations/', pathNot: '-operations(\\.module)?\\.ts$' },
      to: { path: '^src/[^/]+/operations/(?!shapes/)', pathNot: '^src/[^/]+/operations/[^/]+-(action|fields)\\.ts$' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration is history: what it needs stands in it, so that later code cannot change what it did.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
    only('demo', 'The demo stands outside: it knows main, the settings and common.', { path: '^src/demo/' }, [
      '^src/(demo|common|config)/',
      '^src/main\\.ts$',
      '^src/ssh/(keys|native-ciphers)\\.ts$',
    ]),
    {
      name: 'nobody-imports-the-outside',
      comment: 'Tests, commands, demo and main are entry points; nothing in src imports them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(commands|demo)/' },
      to: { path: '^(test|src/commands|src/demo|src/main\\.ts)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
