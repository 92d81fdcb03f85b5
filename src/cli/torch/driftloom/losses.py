"""Losses on logits, means over the batch; the twins of src/nets/losses.ts."""

import torch
from torch.nn import functional


def binary(logits, target):
    """Binary cross-entropy of logits against one target for all: softplus(-l) for 1, softplus(l) for 0."""
    return (functional.softplus(logits) - target * logits).mean()


def least_squares(scores, target):
    """Mao et al., 2017: the squared distance from the target."""
    return (scores - target).square().mean()


def hinge(scores, target):
    """Lim and Ye, 2017; for the critic only: nothing once a score is past 1 on its side."""
    return functional.relu(1 - (2 * target - 1) * scores).mean()


def wasserstein(scores, target):
    """Arjovsky et al., 2017: the mean score, to be raised for 1 and lowered for 0."""
    return ((1 - 2 * target) * scores).mean()


def category(logits, labels):
    """Cross-entropy `logsumexp(l) - l_y` of `[N, K]` logits against `[N]` class indices."""
    picked = logits.gather(1, labels[:, None])[:, 0]
    return (torch.logsumexp(logits, 1) - picked).mean()


def gaussian_kl(mean, log_variance):
    """KL of N(mean, exp(log_variance)) from N(0, I), summed over the latent: `[N]`."""
    return -.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(1)


def l1(x, y):
    """Mean absolute difference."""
    return (x - y).abs().mean()


def gradient_penalty(critic, real, fake, mix):
    """Gulrajani et al., 2017: how far the slope of a critic is from 1 between real and drawn, squared. `mix` is `[N]`."""
    share = mix.reshape(-1, *[1] * (real.dim() - 1))
    between = (real * share + fake * (1 - share)).detach().requires_grad_()
    slope, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    length = torch.sqrt(slope.square().flatten(1).sum(1) + 1e-12)
    return (length - 1).square().mean()
