// Prints the cases as JSON for src/cli/torch/fixtures.py, with the weights that `inspect` names and the inputs at a size.

import { inspect, sized } from '#nets';
import { layers, networks, steps, type NetworkCase } from './cases.ts';

const exported = <T extends NetworkCase>(cases: Readonly<Record<string, T>>): Readonly<Record<string, object>> =>
  Object.fromEntries(Object.entries(cases).map(([name, { network, size, ...rest }]) =>
    [name, { ...rest, network: { ...network, weights: inspect(network).weights }, inputs: sized(network, ...size).inputs }]));

console.log(JSON.stringify({ layers: exported(layers), networks: exported(networks), steps: exported(steps) }));
