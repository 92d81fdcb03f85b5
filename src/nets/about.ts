// What a network and its weights are, as lines for a piece's folder: nothing is known here that the file does not say.

import type { Reading, WeightsFile } from '#api';
import type { Network } from './network.ts';
import { readProvenance, type Measured } from './provenance.ts';
import { inspect } from './shapes.ts';

/** At most three digits that mean something, and what they count: 1234567 -> '1.23 M'; with a unit, '1.23 MFLOP'. */
const short = (x: number, unit = ''): string => {
  const [size, prefix] = x >= 1e9 ? [1e9, 'G'] : x >= 1e6 ? [1e6, 'M'] : x >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${Number((x / size).toPrecision(3))} ${prefix}${unit}`.trim();
};

const duration = (seconds: number): string => (seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`);

const figure = ({ trained, untrained, real }: Measured): string =>
  `${short(trained)} (untrained ${short(untrained)}${real === null ? '' : `, real ${short(real)}`})`;

/** A network that makes pictures; one over pixels of any size is told by the pixel. */
export const aboutNetwork = (net: Network): Reading => {
  const { parameters, flops, output } = inspect(net);
  return { label: 'network', value: `${net.name}, ${short(parameters)} numbers, ${short(flops, 'FLOP')} ${output.includes(null) ? 'a pixel' : 'a picture'}` };
};

/** What the file's provenance says: data, training and measured figures; nothing where it says nothing. */
export const aboutWeights = ({ metadata }: Pick<WeightsFile, 'metadata'>): Reading[] => {
  const { data, dataLicence, steps, seconds, machine, metrics = [] } = readProvenance(metadata).provenance;
  const spent = [steps === undefined ? '' : `${steps.toLocaleString('en')} steps`, seconds === undefined ? '' : duration(seconds), machine ?? ''].filter(Boolean).join(', ');
  return [
    ...(data ? [{ label: 'data', value: data }] : []),
    ...(dataLicence ? [{ label: 'licence', value: dataLicence }] : []),
    ...(spent ? [{ label: 'training', value: spent }] : []),
    ...metrics.map((measured) => ({ label: measured.name, value: figure(measured) })),
  ];
};
