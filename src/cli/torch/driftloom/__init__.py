"""What a plugin's pretrain.py sees: `Run`, the losses, augmentation, and nothing of PyTorch's plumbing."""

from .augment import deform, diff_augment, move_augment
from .losses import binary, category, gaussian_kl, gradient_penalty, hinge, l1, least_squares, wasserstein
from .network import Network
from .run import Run

__all__ = ['Network', 'Run', 'binary', 'category', 'deform', 'diff_augment', 'gaussian_kl', 'gradient_penalty', 'hinge', 'l1', 'least_squares', 'move_augment', 'wasserstein']
