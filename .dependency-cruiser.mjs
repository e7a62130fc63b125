// Arrows go one way: web -> sdk, server -> core, nothing -> server, core -> nothing.
// Each rule's comment says what a violation of it means. scripts/boundaries-canary.mjs plants a
// violation of every rule and must see it fail.

/** The server's rooms from the ground up; a room imports lower floors only. */
export const floors = [
  'config',
  'smtp',
  'database',
  'keys',
  'jobs',
  'audit',
  'organizations',
  'access',
  'applications',
  'contacts',
  'consent',
  'segments',
  'exports',
  'templates',
  'mime',
  'domains',
  'destinations',
  'single-sign-on',
  'audit-forwarding',
  'shaping',
  'campaigns',
  'journeys',
  'delivery',
  'portal',
  'returns',
  'tracking',
  'preferences',
  'authorizations',
  'consent-exchange',
  'hygiene',
  'forms',
  'analytics',
  'backup',
  'integrations',
  'http',
];

const tests = '(\\.test\\.ts|\\.test\\.tsx)$';
const source = '^packages/[^/]+/src/';

const floorRules = floors.map((room, floor) => {
  const above = floors.slice(floor + 1);
  const rooms = above.length === 0 ? '' : `(${above.join('|')})/|`;
  return {
    name: `server-floor-${room}`,
    comment: `${room} reaches up: it would need a room that is built on it. Move what it wants down, or pass it in.`,
    severity: 'error',
    from: { path: `^packages/server/src/${room}/`, pathNot: tests },
    // Everything that lies in no room (main.ts, the commands, the demonstration) is the roof.
    to: { path: `^packages/server/src/(${rooms}(?!(${floors.join('|')})/))` },
  };
});

export default {
  forbidden: [
    {
      name: 'core-imports-no-package-of-ours',
      comment:
        'core says what is true for everybody; it would now be true for one of its users only.',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: tests },
      to: { path: '^(packages/(?!core/)|tests/|bench/|scripts/)' },
    },
    {
      name: 'core-is-pure',
      comment:
        'core would touch the world (clock, files, network, chance) through a builtin of Node: take it as an argument.',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-takes-only-liquid-from-npm',
      comment: 'core would rest on code of others beyond the template language.',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: tests },
      to: {
        dependencyTypes: [
          'npm',
          'npm-dev',
          'npm-peer',
          'npm-optional',
          'npm-no-pkg',
          'npm-unknown',
        ],
        pathNot: 'node_modules/liquidjs/',
      },
    },
    {
      name: 'core-values-are-the-ground',
      comment: 'values is what every room of core speaks of; it would now need one of them.',
      severity: 'error',
      from: { path: '^packages/core/src/values/', pathNot: tests },
      to: { path: '^packages/core/src/(?!values/)' },
    },
    {
      name: 'permits-come-from-the-gate',
      comment:
        'A permit is the witness that the gate decided. Whoever reaches past its door could make one.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/core/src/gate/' },
      to: { path: '^packages/core/src/gate/(?!index\\.ts$)' },
    },
    {
      name: 'web-knows-only-the-sdk',
      comment: 'A page would bypass the API that everybody else has to use.',
      severity: 'error',
      from: { path: '^packages/web/' },
      to: { path: '^(packages/(?!(web|sdk)/)|tests/|bench/|scripts/)' },
    },
    {
      name: 'sdk-stands-alone',
      comment: 'The SDK is given to others; it would drag our own packages along.',
      severity: 'error',
      from: { path: '^packages/sdk/', pathNot: tests },
      to: { path: '^(packages/(?!sdk/)|tests/|bench/|scripts/)' },
    },
    {
      name: 'server-stands-on-core',
      comment: 'The server would depend on its own client or pages.',
      severity: 'error',
      from: { path: '^packages/server/', pathNot: tests },
      to: { path: '^(packages/(?!(server|core)/)|tests/|bench/|scripts/)' },
    },
    {
      name: 'nothing-imports-the-server',
      comment:
        'The server touches the world; whoever imports it does too. Only tests and scripts may.',
      severity: 'error',
      from: { path: '.', pathNot: `^(packages/server/|tests/|bench/|scripts/)|${tests}` },
      to: { path: '^packages/server/' },
    },
    ...floorRules,
    {
      name: 'no-cycles',
      comment: 'Two modules need each other, so neither can be understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'What runs for users would depend on a test.',
      severity: 'error',
      from: { path: source, pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-development-dependencies-in-the-product',
      comment:
        'What runs for users would depend on a package that a production install leaves out.',
      severity: 'error',
      // The pages are compiled before they are shipped, so what they need is installed by then.
      from: { path: '^packages/(core|server|sdk)/(src|bin)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import leads nowhere, so no rule here can judge it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // The default parser reads no module under TypeScript 7.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|test-results)/' },
    tsPreCompilationDeps: false,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
