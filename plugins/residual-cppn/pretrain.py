"""The loop of the residual CPPN in PyTorch, the twin of trainer.ts: one step is one round of the adaptive schedule."""

import numpy
import torch

from driftloom import Run, category, gaussian_kl

SIDE, LATENT, SCALE, DRAWN = 26, 32, 8., 10


def crops(run, indices):
    """`[N, 26, 26, 1]`: each digit cropped at a random place."""
    pictures = run.data.pictures(indices)
    places = torch.randint(0, pictures.shape[1] - SIDE + 1, (2, len(indices)))
    rows = (places[0][:, None] + torch.arange(SIDE))[:, :, None]
    columns = (places[1][:, None] + torch.arange(SIDE))[:, None, :]
    return pictures[torch.arange(len(indices))[:, None, None], rows, columns].to(run.device)


def grid(run, stride=1):
    """`[1, 26, 26, 3]` positions, or every second of them."""
    return run.positions(SIDE, SIDE, SCALE)[:, ::stride, ::stride]


def draw(run, z, stride=1):
    """`[N, 32]` z -> `[N, 26, 26, 1]`; at stride 2 a quarter of the pixels is computed, and each shown as four."""
    picture = run.networks['generator'](position=grid(run, stride).expand(len(z), -1, -1, -1), z=SCALE * z)
    return enlarged(picture, stride)


def enlarged(pictures, stride):
    return pictures.repeat_interleave(stride, 1).repeat_interleave(stride, 2) if stride > 1 else pictures


def encode(run, pictures):
    """Mean and log variance of z."""
    return run.networks['encoder'](pictures).split(LATENT, 1)


def share(logits, labels):
    return (logits.argmax(1) == labels).float().mean().item()


def digits(run, batches=1):
    """The next batches together: pictures and labels."""
    indices = numpy.concatenate([run.data.next() for _ in range(batches)])
    return crops(run, indices), run.data.column('label', indices).to(run.device)


def sample(run, pictures, stride):
    """Pictures drawn from the codes of `pictures`, and how far the codes are from N(0, I)."""
    mean, log_variance = encode(run, pictures)
    return draw(run, mean + torch.exp(.5 * log_variance) * torch.randn_like(mean), stride), gaussian_kl(mean, log_variance).mean() / SIDE ** 2


def step(run):
    classify = run.networks['classifier']
    stride = 2 if run.step < run.options['coarse'] * run.job['steps'] else 1
    for _ in range(int(run.options['updates'])):
        pictures, labels = digits(run)
        picture, latent_loss = sample(run, pictures, stride)
        logits = classify(picture)
        draw_loss = category(logits, labels)
        run.minimise('generator', draw_loss + 10 * latent_loss)
        if share(logits, labels) > .98:
            break

    pictures, labels = digits(run, int(run.options['judged']))
    drawn, shown = torch.full_like(labels, DRAWN), enlarged(pictures[:, ::stride, ::stride], stride)
    with torch.no_grad():
        picture, _ = sample(run, pictures, stride)
        logits = classify(picture)
        fooled, caught, known = share(logits, labels), share(logits, drawn), share(classify(shown), labels)
    if caught < .70 and fooled > .60:
        for _ in range(int(run.options['classifierUpdates'])):
            fake, real = classify(picture), classify(shown)
            run.minimise('classifier', (10 * category(real, labels) + category(fake, drawn)) / 11)
            if share(fake, drawn) > .75:
                break
    elif known < .60:
        for _ in range(int(run.options['classifierUpdates'])):
            real = classify(shown)
            run.minimise('classifier', category(real, labels))
            if share(real, labels) > .70:
                break
    return {'draw': draw_loss.item(), 'latent': latent_loss.item(), 'fooled': fooled, 'caught': caught, 'known': known}


def samples(run):
    """Ten encoded digits of every class, a row each."""
    labels = run.data.columns['label']
    rows = torch.cat([torch.from_numpy((labels[:2000] == digit).nonzero()[0][:10]) for digit in range(10)])
    return draw(run, encode(run, run.data.pictures(rows.numpy())[:, 1:-1, 1:-1].to(run.device))[0])


if __name__ == '__main__':
    Run.open().run(step, samples)
