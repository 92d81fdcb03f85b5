"""The loop of InfoGAN in PyTorch, the twin of trainer.ts."""

import math

import torch

from driftloom import Run, binary, category, deform

NOISE, CATEGORIES, CODES = 62, 10, 2


def draw(run, count):
    """Labels of the categories, and the generator's inputs."""
    labels = torch.randint(0, CATEGORIES, (count,), device=run.device)
    inputs = {
        'z': 2 * torch.rand(count, NOISE, device=run.device) - 1,
        'category': torch.nn.functional.one_hot(labels, CATEGORIES).float(),
        'codes': 2 * torch.rand(count, CODES, device=run.device) - 1,
    }
    return labels, inputs


def misread(run, pictures, inner, labels, inputs):
    """How badly Q reads the codes through a gate that lets a share lambda of its gradient pass: the category out of the
    deformed picture, the codes out of the picture as it is."""
    share, read = run.options['lambda'], run.networks['recogniser']
    gated = lambda x: share * x + (1 - share) * x.detach()
    told = run.networks['trunk'](deform(pictures)) if run.options['deform'] else inner
    logits, means = read(gated(told))[:, :CATEGORIES], read(gated(inner))[:, CATEGORIES:]
    return category(logits, labels), .5 * (inputs['codes'] - means).square().sum(1).mean()


def step(run):
    generator, trunk, judge = run.networks['generator'], run.networks['trunk'], run.networks['discriminator']
    weight = run.options['continuous']
    real = run.data.pictures(run.data.next()).to(run.device)

    labels, inputs = draw(run, len(real))
    with torch.no_grad():
        fake = generator(**inputs)
    inner = trunk(fake)
    categorical, continuous = misread(run, fake, inner, labels, inputs)
    critic = run.minimise('discriminator', binary(judge(trunk(real)), 1) + binary(judge(inner), 0) + categorical + weight * continuous)

    labels, inputs = draw(run, len(real))
    fake = generator(**inputs)
    inner = trunk(fake)
    categorical, continuous = misread(run, fake, inner, labels, inputs)
    painter = run.minimise('generator', binary(judge(inner), 1) + categorical + weight * continuous)
    return {'critic': critic, 'painter': painter, 'information': math.log(CATEGORIES) - categorical.item(), 'error': continuous.item()}


def samples(run):
    """A row for each category, the first code from -2 to 2 along it."""
    rows = CATEGORIES * 10
    noise = (2 * torch.rand(1, NOISE) - 1).expand(rows, -1).to(run.device)
    index = torch.arange(rows, device=run.device)
    codes = torch.stack([-2 + 4 * (index % 10) / 9, torch.zeros(rows, device=run.device)], 1)
    return run.networks['generator'](z=noise, category=torch.nn.functional.one_hot(index // 10, CATEGORIES).float(), codes=codes)


if __name__ == '__main__':
    Run.open().run(step, samples)
