// '#api': all that a plugin author sees. A leaf: it imports nothing of ours.

export * from './params.ts';
export * from './plugin.ts';
export * from './palettes.ts';
export * from './sketch.ts';
