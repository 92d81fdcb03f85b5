"""A prepared data set (`npm run data`) as tensors, and the order a seed draws it in."""

import json
import os

import numpy
import torch

KINDS = {'u8': numpy.uint8, 'f32': numpy.float32}


class Data:
    """`items` and `column(name)` are read from disk as they are used: `[count, ...shape]`, bytes or floats."""

    def __init__(self, folder, batch, seed, drawn=0):
        with open(os.path.join(folder, 'about.json'), encoding='utf8') as file:
            self.about = json.load(file)
        self.folder, self.batch, self.seed, self.drawn = folder, batch, seed, drawn
        self.items = self.read('items.bin', self.about['type'], self.about['shape'])
        self.columns = {name: self.read(column['file'], column['type'], column['shape']) for name, column in self.about['columns'].items()}
        self.start, self.end = self.about['splits']['train']
        self.epoch, self.order = -1, None

    def read(self, name, kind, shape):
        return numpy.memmap(os.path.join(self.folder, name), KINDS[kind], 'r', shape=(self.about['count'], *shape))

    def next(self):
        """Indices of the next batch: every training item once an epoch, in an order that the seed alone decides."""
        per_epoch = max(1, (self.end - self.start) // self.batch)
        epoch, place = divmod(self.drawn, per_epoch)
        if epoch != self.epoch:
            generator = torch.Generator().manual_seed(self.seed * 1000003 + epoch)
            self.epoch, self.order = epoch, torch.randperm(self.end - self.start, generator=generator) + self.start
        self.drawn += 1
        return self.order[place * self.batch:(place + 1) * self.batch].numpy()

    def pictures(self, indices):
        """`[N, H, W, C]` in 0..1."""
        return torch.from_numpy(self.items[indices].astype(numpy.float32)) / 255

    def column(self, name, indices):
        values = numpy.asarray(self.columns[name][indices])
        return torch.from_numpy(values.astype(numpy.int64 if values.dtype == numpy.uint8 else numpy.float32))
