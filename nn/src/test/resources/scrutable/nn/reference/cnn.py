"""A small convolutional network with batch norm, ten Adam steps, and its evaluation mode."""

import copy

import torch
from torch import nn
from torch.nn.functional import unfold

from safetensors_file import Source, labels, save
from training import first_pass, set_parameters, train

SMOOTHING = 0.1
SETTINGS = dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8)
FIRST_MARGIN = 1e-3
LATER_MARGIN = 1e-4


class KinkError(Exception):
    """Some activation is too close to a point where the gradient jumps."""


def make(directory):
    seed = 200
    while True:
        try:
            record = case(seed)
            break
        except KinkError:
            seed += 1
    metadata = dict(case="cnn", seed=seed, loss="cross-entropy, mean", label_smoothing=SMOOTHING,
                    optimizer="adam", lr=SETTINGS["lr"], beta1=0.9, beta2=0.999, eps=1e-8,
                    batch_norm_momentum=0.1, batch_norm_eps=1e-5)
    save(directory / "cnn.safetensors", record, metadata)
    return seed


def case(seed):
    source = Source(seed)
    model = nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3, stride=2), nn.BatchNorm2d(6), nn.LeakyReLU(0.1), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(6, 5)).double()
    set_parameters(model, source, {
        "1.weight": source.uniform(0.5, 1.5, 4), "1.bias": source.normal(4, scale=0.3),
        "5.weight": source.uniform(0.5, 1.5, 6), "5.bias": source.normal(6, scale=0.3)})
    images = source.normal(6, 2, 10, 10)
    targets = source.integers(5, 6)
    margin = [FIRST_MARGIN]

    def forward(network, input_tensor):
        logits = network(input_tensor)
        return logits, nn.functional.cross_entropy(logits, targets, label_smoothing=SMOOTHING)

    def observe(network):
        check_kinks(copy.deepcopy(network), images, margin[0])
        margin[0] = LATER_MARGIN

    observe(model)
    record = first_pass(model, forward, images)
    trained = copy.deepcopy(model)
    optimizer = torch.optim.Adam(trained.parameters(), **SETTINGS)
    record.update(train(trained, optimizer, lambda network: forward(network, images)[1], observe))
    observe(trained)
    trained.eval()
    with torch.no_grad():
        record["after10.eval_logits"] = trained(images)
    record["labels"] = labels(targets)
    return record


@torch.no_grad()
def check_kinks(network, images, margin):
    before_relu = network[1](network[0](images))
    if before_relu.abs().min() < margin:
        raise KinkError
    windows = unfold(network[2](before_relu).flatten(0, 1).unsqueeze(1), 2, stride=2)
    best = windows.topk(2, dim=1).values
    # A window that is all zeros is a tie, but a harmless one: ReLU passes none of its gradient on.
    if ((best[:, 0] - best[:, 1] < margin) & (best[:, 0] > 0)).any():
        raise KinkError
    before_leaky = network[5](network[4](network[3](network[2](before_relu))))
    if before_leaky.abs().min() < margin:
        raise KinkError
