"""Learning-rate schedules, gradient clipping by norm, and the moving average of weights."""

import torch
from torch.optim import lr_scheduler

from safetensors_file import Source, save

SEED = 606
RATE = 0.1
STEPS = 50


def make(directory):
    source = Source(SEED)
    record = {
        "step": rates(lambda optimizer: lr_scheduler.StepLR(optimizer, step_size=15, gamma=0.5)),
        "cosine": rates(lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, 50, eta_min=0.001)),
        "warmup_cosine": rates(warmup_cosine),
    }
    clipping(source, record)
    average(source, record)
    save(directory / "schedules.safetensors", record, {
        "case": "schedules", "seed": SEED, "lr": RATE,
        "step": "step_size 15, gamma 0.5",
        "cosine": "T_max 50, eta_min 0.001",
        "warmup_cosine": "linear from factor 0.1 to 1 over 5 steps, then cosine with T_max 45, eta_min 0.001",
        "clip_large": "max_norm 1.5, norm above it", "clip_small": "max_norm 100, norm below it",
        "average": "decay 0.9"})


def rates(schedule_of):
    """`rates[t]` is the rate with which step t (counted from 0) is taken."""
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=RATE)
    schedule = schedule_of(optimizer)
    used = []
    for _ in range(STEPS):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return torch.tensor(used, dtype=torch.float64)


def warmup_cosine(optimizer):
    warmup = lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=5)
    cosine = lr_scheduler.CosineAnnealingLR(optimizer, 45, eta_min=0.001)
    return lr_scheduler.SequentialLR(optimizer, [warmup, cosine], milestones=[5])


def clipping(source, record):
    gradients = [source.normal(3, 4), source.normal(5), source.normal(2, 2, 2)]
    for index, gradient in enumerate(gradients):
        record["clip.gradient.%d" % index] = gradient
    for name, limit in (("clip_large", 1.5), ("clip_small", 100.0)):
        parameters = [torch.zeros_like(gradient, requires_grad=True) for gradient in gradients]
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient.clone()
        record[name + ".norm"] = torch.nn.utils.clip_grad_norm_(parameters, limit)
        for index, parameter in enumerate(parameters):
            record["%s.gradient.%d" % (name, index)] = parameter.grad


def average(source, record):
    """`average[0] = weights[0]`, then `average[t] = 0.9 * average[t - 1] + 0.1 * weights[t]`."""
    weights = source.normal(11, 6)
    averages = [weights[0]]
    for weight in weights[1:]:
        averages.append(0.9 * averages[-1] + (1 - 0.9) * weight)
    record["average.weights"] = weights
    record["average.averages"] = torch.stack(averages)
