"""Gradient attacks on two small networks, step by step in float64. See PROVENANCE.md."""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[6] / "nn/src/test/resources/scrutable/nn/reference"))

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from safetensors_file import Source, labels, save

CLASSES = 4
FGSM = dict(eps=0.1)
LINF = dict(eps=0.1, step=0.02, iterations=10)
L2 = dict(eps=0.5, step=0.1, iterations=10)
KINK_MARGIN = 1e-5
SIGN_MARGIN = 1e-6


class KinkError(Exception):
    """Some value is too close to a point where a gradient, or the sign of one, jumps."""


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, CLASSES))


def cnn():
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(4, 6, 3), nn.ReLU(), nn.Flatten(), nn.Linear(24, CLASSES))


def gradient(model, images, targets, losses=None):
    """The input gradient of the SUM of the cross-entropies, so that no example sees another."""
    check_kinks(model, images)
    leaf = images.clone().requires_grad_(True)
    each = cross_entropy(model(leaf), targets, reduction="none")
    each.sum().backward()
    if losses is not None:
        losses.append(each.detach())
    return leaf.grad


def sign(slope):
    """The sign of an exact zero is zero; anything else must be clearly on one side."""
    if ((slope != 0) & (slope.abs() < SIGN_MARGIN)).any():
        raise KinkError
    return slope.sign()


def fgsm(model, images, targets, direction):
    slope = gradient(model, images, targets)
    return (images + direction * FGSM["eps"] * sign(slope)).clamp(0, 1)


def pgd_linf(model, images, targets, direction, losses):
    eps, step = LINF["eps"], LINF["step"]
    adversarial = images.clone()
    for _ in range(LINF["iterations"]):
        moved = adversarial + direction * step * sign(gradient(model, adversarial, targets, losses))
        adversarial = torch.minimum(torch.maximum(moved, images - eps), images + eps).clamp(0, 1)
    return adversarial


def pgd_l2(model, images, targets, direction, losses):
    eps, step = L2["eps"], L2["step"]
    adversarial = images.clone()
    for _ in range(L2["iterations"]):
        slope = gradient(model, adversarial, targets, losses)
        moved = adversarial + direction * step * slope / norms(slope).clamp(min=1e-12)
        change = moved - images
        shrink = (eps / norms(change).clamp(min=1e-12)).clamp(max=1)
        adversarial = (images + change * shrink).clamp(0, 1)
    return adversarial


def norms(batch):
    return batch.flatten(1).norm(dim=1).reshape(-1, 1, 1, 1)


@torch.no_grad()
def check_kinks(model, images):
    values = images
    for layer in model:
        if isinstance(layer, nn.ReLU) and values.abs().min() < KINK_MARGIN:
            raise KinkError
        if isinstance(layer, nn.MaxPool2d):
            windows = nn.functional.unfold(values.flatten(0, 1).unsqueeze(1), 2, stride=2)
            best = windows.topk(2, dim=1).values
            # All zeros after ReLU is a harmless tie: none of its gradient passes.
            if ((best[:, 0] - best[:, 1] < KINK_MARGIN) & (best[:, 0] > 0)).any():
                raise KinkError
        values = layer(values)


def case(network, seed):
    source = Source(seed)
    model = network().double()
    with torch.no_grad():
        for parameter in model.parameters():
            fan_in = parameter[0].numel()
            scale = 0.1 if parameter.dim() == 1 else 1.6 * fan_in ** -0.5
            parameter.copy_(source.normal(*parameter.shape, scale=scale))
    # Wider than the box, then clipped, so that some pixels are exactly 0 or 1.
    images = source.uniform(-0.1, 1.1, 8, 1, 8, 8).clamp(0, 1)
    logits = model(images).detach()
    predicted = logits.argmax(1)
    if len(predicted.unique()) < 3:
        raise KinkError
    targets = predicted.clone()
    targets[6:] = (targets[6:] + 2) % CLASSES
    aims = (targets + 1) % CLASSES

    record = {"model." + name: value.float() for name, value in model.state_dict().items()}
    record.update({"input": images.float(), "labels": labels(targets), "targets": labels(aims),
                   "logits": logits, "loss": cross_entropy(model(images), targets, reduction="none"),
                   "gradient.input": gradient(model, images, targets)})
    for suffix, goal, direction in (("", targets, 1), ("_targeted", aims, -1)):
        record["fgsm" + suffix] = fgsm(model, images, goal, direction)
        for name, attack in (("pgd_linf", pgd_linf), ("pgd_l2", pgd_l2)):
            losses = []
            adversarial = attack(model, images, goal, direction, losses)
            losses.append(cross_entropy(model(adversarial), goal, reduction="none").detach())
            record[name + suffix] = adversarial
            record[name + suffix + ".losses"] = torch.stack(losses)
    for name in [name for name in record if name.startswith(("fgsm", "pgd")) and "losses" not in name]:
        record[name + ".logits"] = model(record[name]).detach()
    return record


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for network, seed in ((mlp, 1000), (cnn, 2000)):
        while True:
            try:
                record = case(network, seed)
                break
            except KinkError:
                seed += 1
        settings = {"case": network.__name__, "seed": seed, "fgsm.eps": FGSM["eps"]}
        settings.update({"pgd_linf." + key: value for key, value in LINF.items()})
        settings.update({"pgd_l2." + key: value for key, value in L2.items()})
        save(directory / (network.__name__ + ".safetensors"), record, settings)
        print("made", network.__name__, "with seed", seed)
    print("with PyTorch", torch.__version__)


if __name__ == "__main__":
    main()
