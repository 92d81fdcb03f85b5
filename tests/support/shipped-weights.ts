// The weights files of assets/ as a page gets them: over the network, from the server of the tests.

import { createDownloads } from '../../src/downloads.ts';
import { weightsAddresses } from '../../src/registry.ts';

export const shippedWeights = createDownloads({ addresses: weightsAddresses, show: () => undefined });
