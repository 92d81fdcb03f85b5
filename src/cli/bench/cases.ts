// What the scheduler's bench shows: scenes by name, as recipes. Inert data.

export type Raw = Readonly<Record<string, unknown>>;
export interface Case { readonly name: string; readonly recipe: Raw }

/** The same pictures in both loops: nobody lowers a level. */
const scene = (pieces: readonly Raw[]): Raw => ({ version: 1, pieces, budget: { quality: 'full' } });

/** A row of pictures that all are in sight. */
const hang = (index: number, count: number): Raw => ({ x: 5 * ((index + .5) / count - .5), width: Math.min(1.6, 4 / count), frame: 'none' });

/** `software`: sizes that a software adapter can be asked for. */
export const cases = (software: boolean): readonly Case[] => {
  const side = software ? 32 : 512, small = software ? { width: 8, depth: 1 } : {};
  const pieces = (count: number): Case => ({
    name: count === 1 ? '1 piece' : `${count} pieces`,
    recipe: scene(Array.from({ length: count }, (_, i) => ({ id: `p${i}`, plugin: 'cppn', size: [side, side], params: { ...small, seed: i + 1 }, view: hang(i, count) }))),
  });
  const chain: Case = {
    name: 'style chain',
    recipe: scene([
      { id: 'source', plugin: 'cppn', size: [side, side], params: small, view: hang(0, 2) },
      { id: 'style', plugin: 'cyclegan', params: { size: software ? '64' : '256', shape: '1:1' }, inputs: { picture: { from: 'piece', piece: 'source' } }, view: hang(1, 2) },
    ]),
  };
  return [pieces(0), pieces(1), pieces(4), pieces(16), chain];
};

/** Small and quick: networks, tensors, a kernel in tiles. */
export const memoryScene: Raw = scene([
  { id: 'kernels', plugin: 'cppn', size: [16, 16], params: { width: 8, depth: 1, z: { speed: 1 } }, view: hang(0, 3) },
  { id: 'tensors', plugin: 'bench-tensors', size: [16, 16], view: hang(1, 3) },
  { id: 'load', plugin: 'bench-load', size: [16, 16], params: { turns: 4 }, view: hang(2, 3) },
]);

/** What a scene is when a person begins, and what comes while it runs: framed pictures beside the first, and one that stands out of the wall. */
export const arrivals = (software: boolean): { readonly before: Raw; readonly after: Raw } => {
  const side = software ? 32 : 512, small = software ? { width: 8, depth: 1 } : {};
  const piece = (id: string, index: number, view: Raw): Raw => ({ id, plugin: 'cppn', size: [side, side], params: { ...small, seed: index }, view: { ...hang(index, 4), frame: 'oak', ...view } });
  const first = piece('first', 0, {});
  return { before: scene([first]), after: scene([first, piece('second', 1, {}), piece('third', 2, { kind: 'relief' }), piece('fourth', 3, { kind: 'sphere' })]) };
};

/** One piece whose picture takes so many turns. */
export const loadScene = (software: boolean, turns: number): Raw => {
  const side = software ? 256 : 2048;
  return scene([{ id: 'load', plugin: 'bench-load', size: [side, side], params: { turns }, view: hang(0, 1) }]);
};
