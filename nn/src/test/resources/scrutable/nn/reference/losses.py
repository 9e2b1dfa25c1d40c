"""Losses: value and gradient with respect to the prediction."""

import torch
from torch.nn import functional as F

from safetensors_file import Source, labels, save

SEED = 505


def make(directory):
    source = Source(SEED)
    record, notes = {}, {"case": "losses", "seed": SEED}

    def add(name, input_tensor, note, loss):
        leaf = input_tensor.clone().requires_grad_(True)
        value = loss(leaf)
        record[name + ".loss"] = value.detach()
        if value.dim() > 0:
            upstream = source.normal(*value.shape)
            record[name + ".upstream"] = upstream
            value = (value * upstream).sum()
        value.backward()
        record[name + ".gradient"] = leaf.grad
        notes[name] = note

    classification(source, record, add)
    regression(source, record, add)
    hinge(source, record, add)
    save(directory / "losses.safetensors", record, notes)


def classification(source, record, add):
    logits = source.normal(6, 4, scale=2.0)
    targets = torch.tensor([0, 3, 1, 3, 2, 1])
    weight = torch.tensor([0.5, 2.0, 1.0, 0.25], dtype=torch.float64)
    soft = source.uniform(0.05, 1.0, 6, 4)
    soft = soft / soft.sum(1, keepdim=True)
    record.update({"cross_entropy.logits": logits, "cross_entropy.labels": labels(targets),
                   "cross_entropy.class_weights": weight, "cross_entropy.soft_targets": soft})
    for name, note, settings in (
            ("cross_entropy.mean", "mean over examples", {}),
            ("cross_entropy.sum", "sum over examples", dict(reduction="sum")),
            ("cross_entropy.none", "one loss per example", dict(reduction="none")),
            ("cross_entropy.weighted", "class weights; sum / (sum of the weights of the labels)",
             dict(weight=weight)),
            ("cross_entropy.smoothed", "label smoothing 0.1, mean", dict(label_smoothing=0.1)),
            ("cross_entropy.weighted_smoothed", "class weights and label smoothing 0.1",
             dict(weight=weight, label_smoothing=0.1))):
        add(name, logits, note, lambda z, settings=settings: F.cross_entropy(z, targets, **settings))
    add("cross_entropy.soft", logits, "soft targets, mean over examples", lambda z: F.cross_entropy(z, soft))

    scores = torch.cat([source.normal(5, 3, scale=2.0),
                        torch.tensor([[-40.0, 40.0, 0.5]], dtype=torch.float64)])
    wanted = torch.tensor([[0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 0, 0], [0.25, 1, 0.5], [1, 0, 1]]).double()
    positive = torch.tensor([0.5, 3.0, 1.0], dtype=torch.float64)
    record.update({"binary_cross_entropy.logits": scores, "binary_cross_entropy.targets": wanted,
                   "binary_cross_entropy.positive_weight": positive})
    add("binary_cross_entropy.mean", scores, "mean over all elements",
        lambda z: F.binary_cross_entropy_with_logits(z, wanted))
    add("binary_cross_entropy.weighted", scores, "positive_weight per column, mean over all elements",
        lambda z: F.binary_cross_entropy_with_logits(z, wanted, pos_weight=positive))

    probabilities = source.uniform(0.05, 1.0, 3, 4)
    probabilities[1, 2] = 0.0
    probabilities = probabilities / probabilities.sum(1, keepdim=True)
    log_predicted = source.normal(3, 4).log_softmax(1)
    record.update({"kl.input": log_predicted, "kl.target": probabilities})
    add("kl.batch_mean", log_predicted, "sum over classes, mean over examples; 0 log 0 = 0",
        lambda q: F.kl_div(q, probabilities, reduction="batchmean"))


def regression(source, record, add):
    predicted, target = source.normal(4, 3, scale=1.5), source.normal(4, 3)
    difference = (predicted - target).abs()
    for kink in (0.0, 0.5, 1.0):
        assert ((difference - kink).abs() > 1e-3).all(), "a difference lies on a kink"
    record.update({"regression.predicted": predicted, "regression.target": target})
    for name, note, loss in (
            ("regression.mse", "mean squared error", F.mse_loss),
            ("regression.l1", "mean absolute error", F.l1_loss),
            ("regression.huber_1", "Huber, delta 1, mean", lambda p, t: F.huber_loss(p, t, delta=1.0)),
            ("regression.huber_half", "Huber, delta 0.5, mean", lambda p, t: F.huber_loss(p, t, delta=0.5))):
        add(name, predicted, note, lambda p, loss=loss: loss(p, target))


def hinge(source, record, add):
    scores = source.normal(7, scale=1.5)
    signs = torch.tensor([1.0, -1.0, 1.0, 1.0, -1.0, -1.0, 1.0], dtype=torch.float64)
    assert ((1 - signs * scores).abs() > 1e-3).all(), "a score lies on the margin"
    record.update({"hinge.scores": scores, "hinge.signs": signs})
    add("hinge.binary", scores, "mean of max(0, 1 - sign * score)",
        lambda s: (1 - signs * s).clamp(min=0).mean())

    logits = source.normal(6, 4, scale=1.5)
    targets = torch.tensor([2, 0, 1, 3, 3, 1])
    record.update({"hinge.logits": logits, "hinge.labels": labels(targets)})
    others = torch.ones(6, 4, dtype=torch.bool).scatter(1, targets[:, None], False)

    def margins(z):
        return (1 + z - z.gather(1, targets[:, None]))[others].reshape(6, 3)

    best = margins(logits).topk(2, dim=1).values
    assert (margins(logits).abs() > 1e-3).all() and (best[:, 0] - best[:, 1] > 1e-3).all(), "a kink"
    add("hinge.crammer_singer", logits, "mean over examples of max(0, 1 + max_{j != y} z_j - z_y)",
        lambda z: margins(z).max(1).values.clamp(min=0).mean())
    add("hinge.weston_watkins", logits, "mean over examples of sum_{j != y} max(0, 1 + z_j - z_y)",
        lambda z: margins(z).clamp(min=0).sum(1).mean())
