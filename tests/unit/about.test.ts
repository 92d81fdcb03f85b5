// What is said of networks and of weights files: short, and nothing that the file does not say.

import { expect, test } from 'vitest';
import { aboutNetwork, aboutWeights, dense, network } from '#nets';

test('a network: its numbers and its work, to three digits', () => {
  expect(aboutNetwork(network('wide', { x: [1000] }, [dense(1234)]))).toEqual({ label: 'network', value: 'wide, 1.24 M numbers, 2.47 MFLOP a picture' });
  expect(aboutNetwork(network('small', { x: [3] }, [dense(2)])).value).toBe('small, 8 numbers, 12 FLOP a picture');
  expect(aboutNetwork(network('plane', { position: [null, null, 3] }, [dense(2)])).value).toBe('plane, 8 numbers, 12 FLOP a pixel');
});

test('weights: data, licence, training and each figure beside the untrained and the real one', () => {
  const metrics = [{ name: 'FID-like', trained: 12.3456, untrained: 12_345, real: 1.5 }, { name: 'recall', trained: .5, untrained: 0, real: null }];
  expect(aboutWeights({ metadata: { data: 'mnist', dataLicence: 'CC BY-SA 3.0', steps: '12000', seconds: '5000', machine: '2-core CPU', metrics: JSON.stringify(metrics) } })).toEqual([
    { label: 'data', value: 'mnist' },
    { label: 'licence', value: 'CC BY-SA 3.0' },
    { label: 'training', value: '12,000 steps, 83 min, 2-core CPU' },
    { label: 'FID-like', value: '12.3 (untrained 12.3 k, real 1.5)' },
    { label: 'recall', value: '0.5 (untrained 0)' },
  ]);
});

test('a file that says little is quoted with little', () => {
  expect(aboutWeights({ metadata: {} })).toEqual([]);
  expect(aboutWeights({ metadata: { steps: '9', seconds: '40', metrics: 'nonsense' } })).toEqual([{ label: 'training', value: '9 steps, 40 s' }]);
});
