"""The loop of CycleGAN in PyTorch, the twin of trainer.ts."""

import torch

from driftloom import Run, diff_augment, l1, least_squares, move_augment

SHOWN = 5


class Pool:
    """The last pictures drawn, as pool.ts keeps them."""

    def __init__(self, size):
        self.size, self.kept = size, []

    def exchange(self, pictures):
        return torch.stack([self.one(picture) for picture in pictures.detach()])

    def one(self, picture):
        if len(self.kept) < self.size:
            self.kept.append(picture)
            return picture
        if self.size == 0 or torch.rand(()) < .5:
            return picture
        at = int(torch.randint(self.size, ()))
        older, self.kept[at] = self.kept[at], picture
        return older


def other(run, indices):
    """The pictures of Y: the set's column of pictures, in -1..1."""
    name = next(name for name, column in run.data.about['columns'].items() if column['shape'] == run.data.about['shape'])
    return run.data.column(name, indices).float() / 127.5 - 1


def judge(run, of, pictures):
    changed = (lambda same: same, diff_augment, move_augment)[int(run.options['augment'])]
    return run.networks[f'discriminator{of}'](changed(pictures))


def step(run):
    cycle, identity = run.options['cycle'], run.options['identity']
    to_x, to_y = run.networks['generatorX'], run.networks['generatorY']
    x = (2 * run.data.pictures(run.data.next()) - 1).to(run.device)
    y = other(run, run.data.next()).to(run.device)

    drawn_x, drawn_y = to_x(y), to_y(x)
    back = l1(to_x(drawn_y), x) + l1(to_y(drawn_x), y)
    stay = l1(to_y(y), y) + l1(to_x(x), x) if identity else 0
    painters = run.minimise('generators', least_squares(judge(run, 'Y', drawn_y), 1) + least_squares(judge(run, 'X', drawn_x), 1) + cycle * back + identity * stay)

    if not hasattr(run, 'pools'):
        run.pools = [Pool(run.options['pool']) for _ in 'XY']
    old_x, old_y = run.pools[0].exchange(drawn_x), run.pools[1].exchange(drawn_y)
    judged = lambda of, real, fake: .5 * (least_squares(judge(run, of, real), 1) + least_squares(judge(run, of, fake), 0))
    judges = run.minimise('discriminators', judged('X', x, old_x) + judged('Y', y, old_y))
    return {'painters': painters, 'judges': judges, 'back': back.item() / 4}


def samples(run):
    """Rows of five, of held-out pictures, as the average draws them: from X, to Y, back; from Y, to X."""
    indices = [run.data.end + i for i in range(SHOWN)]
    x, y = (2 * run.data.pictures(indices) - 1).to(run.device), other(run, indices).to(run.device)

    def draw(name, pictures):
        net = run.networks[name]
        now = {key: tensor.clone() for key, tensor in net.weights().items()}
        net.load(run.average[name])
        drawn = net(pictures)
        net.load(now)
        return drawn

    there = draw('generatorY', x)
    rows = torch.stack([x, there, draw('generatorX', there), y, draw('generatorX', y)], 1)
    return .5 + .5 * rows.reshape(-1, *x.shape[1:])


if __name__ == '__main__':
    Run.open().run(step, samples)
