// The house rules of the architecture, held by reading every source file: which room may import which, which library
// lives behind which wall, and who may ask for the device, the time or chance. Each violation names file and line.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LONGEST_FILE = 250;

/** The rooms each room may import besides itself; what lies directly in src/ puts them together, as `cli` does. */
const ROOMS: Readonly<Record<string, readonly string[]>> = (() => {
  const ground = ['api', 'core'], house = [...ground, 'nets', 'gpu', 'engine'];
  const all = [...house, 'scene', 'ui', 'sources', 'record', 'train', 'tuning', 'main', 'assets'];
  return { api: [], core: ['api'], nets: ground, gpu: ground, engine: [...ground, 'nets', 'gpu'], scene: house, ui: house, sources: [...ground, 'engine'], record: house, train: house, tuning: [...house, 'ui', 'sources', 'train'], main: all, cli: [...all, 'plugins'] };
})();

/** What learns or proves it may compute with tensors. */
const isTrainer = (path: string): boolean => /^plugins\/[^/]+\/(trainer|proof)[^/]*\.ts$/.test(path);
const within = (...rooms: string[]) => (path: string): boolean => rooms.some((room) => path.startsWith(`src/${room}/`));

/** Libraries by the start of their name, and who may import them. */
const WALLS: readonly (readonly [library: RegExp, allowed: (path: string) => boolean, where: string])[] = [
  [/^three(\/|$)/, within('scene'), 'src/scene'],
  [/^(tweakpane|@tweakpane\/.*)$/, within('ui'), 'src/ui'],
  [/^mediabunny$/, within('record', 'sources'), 'src/record and src/sources'],
  [/^(idb-keyval$|@noble\/)/, within('sources'), 'src/sources'],
  [/^@tensorflow\//, (path) => within('nets', 'gpu', 'train')(path) || isTrainer(path) || path === 'src/cli/bench/tensor-plugin.ts', "src/nets, src/gpu, src/train and plugins' trainers"],
  [/^node:|^(webgpu|vite|playwright-core|fast-png|sharp|fontkit)$/, within('cli'), 'src/cli'],
];

/** What a plugin may import besides its own files. */
const FOR_PLUGINS = ['#api', '#nets', '#nets/tf', '#metrics'];

const mayAskTheHost = (path: string): boolean => path === 'src/main.ts' || path.startsWith('src/main/') || within('cli')(path);

const roomOf = (path: string): string => {
  const [top = '', second = '', ...rest] = path.split('/');
  if (top === 'plugins') return 'plugins';
  if (top !== 'src') return top;
  return rest.length === 0 ? 'main' : second;
};

const ALIASES: Readonly<Record<string, string>> = { '#api': 'src/api/index.ts', '#nets': 'src/nets/index.ts', '#nets/tf': 'src/nets/tf.ts', '#metrics': 'src/train/metrics/index.ts' };

/** What is wrong with an import of `name`; '' where nothing is. */
const importFault = (path: string, name: string, typeOnly: boolean): string => {
  const bare = name.split('?')[0]!;
  const target = ALIASES[bare] ?? (bare.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), bare)) : undefined);
  const room = roomOf(path);
  if (room === 'plugins') {
    const own = target?.startsWith(`${path.split('/').slice(0, 2).join('/')}/`);
    const tensors = bare.startsWith('@tensorflow/') && (isTrainer(path) || (typeOnly && bare === '@tensorflow/tfjs-core'));
    return own || FOR_PLUGINS.includes(bare) || tensors ? '' : `a plugin imports ${FOR_PLUGINS.join(', ')} and its own files, not ${name}`;
  }
  if (target === undefined) {
    const wall = WALLS.find(([library, allowed]) => library.test(bare) && !allowed(path));
    return wall ? `${bare} belongs in ${wall[2]}` : '';
  }
  const other = roomOf(target);
  return other === room || ROOMS[room]?.includes(other) ? '' : `${room} must not import ${other} (${name})`;
};

/** What is wrong with asking the host for something; '' where nothing is. */
const hostFault = (path: string, node: ts.Node): string => {
  const text = (ts.isPropertyAccessExpression(node) ? node.getText() : ts.isIdentifier(node) ? node.text : '').replace(/^(window|globalThis|self)\./, '');
  if (/\.requestDevice$/.test(text) && path !== 'src/gpu/device.ts') return 'only src/gpu/device.ts asks for the device';
  const asks = /^(performance\.now|Math\.random|Date\..*|requestAnimationFrame)$/.test(text) || (ts.isNewExpression(node) && node.expression.getText() === 'Date');
  return asks && !mayAskTheHost(path) ? `${text || 'new Date'} is the host's: only src/main and src/cli ask for it` : '';
};

const moduleName = (node: ts.Node): ts.StringLiteralLike | undefined => {
  const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier
    : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0]
    : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
};

/** Violations in one file, as `path:line what`. */
const faultsIn = (path: string, text: string): string[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const lines = source.getLineStarts().length - (text.endsWith('\n') ? 1 : 0);
  if (lines > LONGEST_FILE) faults.push(`${path}:${LONGEST_FILE + 1} ${lines} lines; ${LONGEST_FILE} are the most`);
  const visit = (node: ts.Node): void => {
    const name = moduleName(node);
    const typeOnly = ts.isImportTypeNode(node) || (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    const fault = name ? importFault(path, name.text, typeOnly) : hostFault(path, node);
    if (fault) faults.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${fault}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
};

/** Sources of the project; tests may import what they like, and a `_` folder other than the template is being made. */
const sources = (): string[] => ['src', 'plugins'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => posix.join(folder, path.replaceAll('\\', '/'))))
  .filter((path) => /\.m?[tj]s$/.test(path) && !/\.test\.ts$/.test(path) && !/^plugins\/_(?!template\/)/.test(path));

test('every file keeps to the house rules', () => {
  expect(sources().length).toBeGreaterThan(30);
  expect(sources().flatMap((path) => faultsIn(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
});

test.each([
  ['src/core/a.ts', "import { x } from '../engine/b.ts';"],
  ['src/scene/a.ts', "export * from '../ui/b.ts';"],
  ['src/nets/a.ts', "const b = await import('../gpu/b.ts');"],
  ['src/gpu/a.ts', "type B = import('#nets').Network;"],
  ['src/ui/a.ts', "import * as three from 'three/webgpu';"],
  ['src/engine/a.ts', "import * as tf from '@tensorflow/tfjs';"],
  ['src/scene/a.ts', "import { Pane } from 'tweakpane';"],
  ['src/engine/a.ts', "import { readFileSync } from 'node:fs';"],
  ['src/ui/a.ts', "import { createShelf } from '../sources/shelf.ts';"],
  ['src/sources/a.ts', "import type { SourceShelf } from '../ui/host.ts';"],
  ['src/ui/a.ts', "const { Input } = await import('mediabunny');"],
  ['src/engine/a.ts', "import { get } from 'idb-keyval';"],
  ['plugins/a/index.ts', "import b from '../b/index.ts';"],
  ['plugins/a/index.ts', "import { defaults } from '../../src/core/params.ts';"],
  ['plugins/a/index.ts', "import * as tf from '@tensorflow/tfjs';"],
  ['src/engine/a.ts', 'const d = await adapter.requestDevice();'],
  ['src/viewer.ts', 'const t = performance.now();'],
  ['src/core/a.ts', 'const t = new Date();'],
  ['src/core/a.ts', 'const f = Math.random;'],
  ['src/ui/a.ts', 'requestAnimationFrame(draw);'],
  ['src/core/a.ts', '\n'.repeat(LONGEST_FILE + 1)],
])('a violation is found: %s %j', (path, text) => {
  expect(faultsIn(path, text)).toHaveLength(1);
});

test.each([
  ['src/engine/a.ts', "import { p } from '#api'; import { x } from '../core/b.ts'; import y from '../gpu/y.ts';"],
  ['src/main.ts', "import a from './ui/a.ts'; import b from './scene/b.ts'; const t = performance.now(); requestAnimationFrame(f);"],
  ['plugins/a/index.ts', "import { p } from '#api'; import { n } from './networks.ts'; import type { Tensor } from '@tensorflow/tfjs-core';"],
  ['plugins/a/trainer.ts', "import * as tf from '@tensorflow/tfjs';"],
  ['src/core/a.ts', '// performance.now() and Math.random() are not used here'],
])('what is allowed is let be: %s %j', (path, text) => {
  expect(faultsIn(path, text)).toEqual([]);
});
