"""The loop of the DCGAN in PyTorch, the twin of trainer.ts."""

import torch

from driftloom import Run, binary, diff_augment

LATENT = 100


def draw(run, count):
    return run.networks['generator'](2 * torch.rand(count, LATENT, device=run.device) - 1)


def judge(run, pictures):
    return run.networks['discriminator'](diff_augment(pictures) if run.step >= run.options['augment'] else pictures)


def step(run):
    if run.options.get('game'):
        raise SystemExit('PyTorch plays the DCGAN only by its own game: leave --option game out, or train on wasm.')
    real = 2 * run.data.pictures(run.data.next()).to(run.device) - 1
    with torch.no_grad():
        fake = draw(run, len(real))
    rests = run.options['rest'] <= run.step < run.options['augment'] and run.step % 2 == 1
    with torch.set_grad_enabled(not rests):
        good, bad = judge(run, real), judge(run, fake)
        loss = binary(good, 1) + binary(bad, 0)
    critic = loss.item() if rests else run.minimise('discriminator', loss)
    painter = run.minimise('generator', binary(judge(run, draw(run, len(real))), 1))
    return {'critic': critic, 'painter': painter, 'real': good.sigmoid().mean().item(), 'fake': bad.sigmoid().mean().item()}


def samples(run):
    """64 pictures, the same z every time, as the average draws them."""
    generator = run.networks['generator']
    z = 2 * torch.rand(64, LATENT, generator=torch.Generator().manual_seed(1)).to(run.device) - 1
    return .5 + .5 * generator(z)


if __name__ == '__main__':
    Run.open().run(step, samples)
