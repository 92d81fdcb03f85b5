// A plugin with weights as its author writes it: a folder in plugins/ and a file in assets/, put into a copy of the project.

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../src/cli/root.ts';
import { writeSafetensors } from '../../src/nets/safetensors.ts';
import { printWeights } from './print-plugin.ts';

const SOURCE = `
import { definePlugin, p } from '#api';
import { compilePixelProgram, dense, inkPaint, network, networkWeights, sigmoid } from '#nets';

const net = network('print', { position: [null, null, 3] }, [dense(1), sigmoid()]);

export default definePlugin({
  id: 'print', title: 'Print', summary: 'One neuron.', papers: [], engine: '^1',
  params: { scale: p.number({ min: .1, max: 2, default: 1 }) },
  presets: {}, output: { width: 8, height: 8 }, budget: { every: 1, levels: ['full'] },
  weights: { first: 'print/first.safetensors' },
  async create(context) {
    const program = context.own(await compilePixelProgram(context.device, net, inkPaint));
    program.setWeights(networkWeights(await context.weights('first'), 'print', net));
    return { infer: (_frame, { scale }, output) => program.run({ scale, center: [0, 0], mirrorX: false, mirrorY: false }, {}, [0, 0, 0, 1, 1, 1, 1, 1], output) };
  },
});
`;

/** The bytes of a file that paints white where `bias` is far below 0 and black where it is far above. */
export const printFile = (bias: number): Uint8Array<ArrayBuffer> => writeSafetensors(printWeights(0, 0, bias), {});

/** Copies what the viewer is made of to `folder` and adds the plugin "print", which begins white. */
export const copyWithPrint = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const part of ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'src', 'plugins', 'assets']) cpSync(inRoot(part), join(folder, part), { recursive: true });
  for (const part of ['plugins/print', 'assets/print']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'plugins/print/index.ts'), SOURCE);
  writeFileSync(join(folder, 'assets/print/first.safetensors'), printFile(-9));
};
