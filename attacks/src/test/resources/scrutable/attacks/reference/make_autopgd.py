"""AutoPGD on the two small networks, step by step in float64. See PROVENANCE.md.

Written from the papers (Croce and Hein 2020 and 2021) as a plain table of all losses, with one Python loop per
example where the rules are per example: slow, and easy to check line by line.
"""

import math
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import torch
from torch.nn.functional import cross_entropy

from make_reference import cnn, mlp
from safetensors_file import Source, save

STEPS = 50
EPS = {"linf": 0.1, "l2": 0.5, "l1": 2.0}


def read(path):
    import json
    import struct

    import numpy as np
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    types = {"F32": "<f4", "F64": "<f8", "I32": "<i4"}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            array = np.frombuffer(raw[8 + size + start:8 + size + end], types[entry["dtype"]])
            tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())
    return tensors


def dlr(logits, labels, rivals=None):
    losses = []
    for z, y, t in zip(logits, labels, labels if rivals is None else rivals):
        ordered = z.sort(descending=True).values
        if rivals is None:
            other = max(z[j] for j in range(len(z)) if j != y)
            losses.append(-(z[y] - other) / (ordered[0] - ordered[2] + 1e-12))
        else:
            spread = ordered[0] - (ordered[2] + ordered[3]) / 2 + 1e-12
            losses.append(-(z[y] - z[t]) / spread)
    return torch.stack(losses)


def norm(change, kind):
    flat = change.abs().flatten()
    return {"linf": flat.max(), "l2": flat.pow(2).sum().sqrt(), "l1": flat.sum()}[kind]


def project(x0, x, eps, kind):
    """Into the ball around x0, then into the box; in L1 onto both at once, by bisection."""
    out = []
    for centre, point in zip(x0, x):
        change = point - centre
        if kind == "linf":
            change = change.clamp(-eps, eps)
        elif kind == "l2":
            length = norm(change, kind)
            change = change if length <= eps else change * (eps / length)
        else:
            room = torch.where(change > 0, 1 - centre, centre)
            size = change.abs()
            low, high = 0.0, float(size.max())
            if torch.minimum(size, room).sum() <= eps:
                high = 0.0
            for _ in range(200):
                middle = (low + high) / 2
                if torch.minimum((size - middle).clamp(min=0), room).sum() > eps:
                    low = middle
                else:
                    high = middle
            change = change.sign() * torch.minimum((size - high).clamp(min=0), room)
        out.append((centre + change).clamp(0, 1))
    return torch.stack(out)


def evaluate(model, loss, x):
    leaf = x.clone().requires_grad_(True)
    each = loss(model(leaf))
    gradient, = torch.autograd.grad(each.sum(), leaf)
    return each.detach(), gradient


def checkpoints(steps):
    """As fractions of the budget: p1 = 0.22, then p(j+1) = p(j) + max(p(j) - p(j-1) - 0.03, 0.06)."""
    period, least, less = max(int(0.22 * steps), 1), max(int(0.06 * steps), 1), max(int(0.03 * steps), 1)
    ends, at = [], 0
    while at + period <= steps:
        at += period
        ends.append(at)
        period = max(period - less, least)
    return ends


def climb(model, loss, x0, start, eps, kind, steps):
    """Linf and L2. Returns all losses (steps + 1, N) and the image of the largest loss of each example."""
    count = len(x0)
    x = [project(x0, start, eps, kind)]
    f, g = evaluate(model, loss, x[0])
    losses = [f]
    best_loss, best, best_gradient = f.clone(), x[0].clone(), g.clone()
    size = [2 * eps] * count
    was_halved, best_at_check = [True] * count, best_loss.clone()
    before, current = x[0], x[0]
    ends = checkpoints(steps)
    for k in range(steps):
        if kind == "linf":
            unit = g.sign()
        else:
            unit = torch.stack([slope / norm(slope, "l2").clamp(min=1e-300) for slope in g])
        z = project(x0, current + unit * torch.tensor(size, dtype=torch.float64).reshape(-1, 1, 1, 1), eps, kind)
        if k == 0:
            following = z
        else:
            following = project(x0, current + 0.75 * (z - current) + 0.25 * (current - before), eps, kind)
        before, current = current, following
        f, g = evaluate(model, loss, current)
        losses.append(f)
        for i in range(count):
            if f[i] > best_loss[i]:
                best_loss[i], best[i], best_gradient[i] = f[i], current[i], g[i]
        if k + 1 in ends:
            first = 0 if k + 1 == ends[0] else ends[ends.index(k + 1) - 1]
            current, g = current.clone(), g.clone()
            for i in range(count):
                # The authors' program takes 0 for the loss before the first step.
                chain = [losses[j][i] if j > 0 else torch.tensor(0.0) for j in range(first, k + 2)]
                rises = sum(bool(later > earlier) for earlier, later in zip(chain, chain[1:]))
                halve = rises <= 0.75 * (k + 1 - first)
                halve |= not was_halved[i] and bool(best_at_check[i] >= best_loss[i])
                was_halved[i] = halve
                if halve:
                    size[i] /= 2
                    current[i], g[i] = best[i], best_gradient[i]
            best_at_check = best_loss.clone()
    return torch.stack(losses), best


def sparse_climb(model, loss, x0, start, eps, steps):
    count, elements = len(x0), x0[0].numel()
    current = project(x0, start, eps, "l1")
    f, g = evaluate(model, loss, current)
    losses = [f]
    best_loss, best, best_gradient = f.clone(), current.clone(), g.clone()
    size = [eps] * count
    last = [int((current[i] != x0[i]).sum()) for i in range(count)]
    wanted = [changed / 1.5 for changed in last]
    period = max(int(0.04 * steps), 1)
    for k in range(steps):
        step = torch.zeros_like(current)
        for i in range(count):
            slopes = g[i].abs().flatten().sort().values
            place = min(max(int(math.floor(elements - wanted[i] + 1e-9)), 0), elements - 1)
            signs = torch.where(g[i].abs() >= slopes[place], g[i], torch.zeros_like(g[i])).sign()
            step[i] = size[i] * signs / signs.abs().sum()
        current = project(x0, current + step, eps, "l1")
        f, g = evaluate(model, loss, current)
        losses.append(f)
        for i in range(count):
            if f[i] > best_loss[i]:
                best_loss[i], best[i], best_gradient[i] = f[i], current[i], g[i]
        if (k + 1) % period == 0:
            current, g = current.clone(), g.clone()
            for i in range(count):
                changed = int((best[i] != x0[i]).sum())
                if changed / last[i] < 0.95:
                    size[i], current[i], g[i] = eps, best[i], best_gradient[i]
                else:
                    size[i] = max(size[i] / 1.5, eps / 10)
                wanted[i], last[i] = changed / 1.5, changed
    return torch.stack(losses), best


def three_stages(model, loss, x0, start, eps, steps):
    early = math.ceil(0.3 * steps)
    all_losses, at = [], start
    for factor, part in ((3, early), (2, early), (1, steps - 2 * early)):
        losses, at = sparse_climb(model, loss, x0, at, factor * eps, part)
        all_losses.append(losses)
    return torch.cat(all_losses), at


def main():
    torch.set_num_threads(1)
    for seed, network in ((31, mlp), (32, cnn)):
        given = read(HERE / (network.__name__ + ".safetensors"))
        model = network().double()
        model.load_state_dict({name[6:]: value.double() for name, value in given.items()
                               if name.startswith("model.")})
        x0, labels = given["input"].double(), given["labels"].long()
        order = model(x0).detach().argsort(1, descending=True)
        rivals = torch.stack([row[row != y][0] for row, y in zip(order, labels)])
        source = Source(seed)
        start = x0 + source.normal(*x0.shape, scale=0.1)
        losses = {"ce": lambda z: cross_entropy(z, labels, reduction="none"),
                  "dlr": lambda z: dlr(z, labels),
                  "rival": lambda z: dlr(z, labels, rivals)}
        record = {"start": start, "rivals": rivals.int()}
        for kind in ("linf", "l2", "l1"):
            for name, loss in losses.items():
                run = three_stages if kind == "l1" else lambda *rest: climb(*rest[:5], kind, rest[5])
                trace, best = run(model, loss, x0, start, EPS[kind], STEPS)
                record[f"{kind}.{name}.losses"] = trace
                record[f"{kind}.{name}.best"] = best
        settings = {"case": network.__name__, "seed": seed, "steps": STEPS,
                    **{"eps." + kind: eps for kind, eps in EPS.items()}}
        directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
        save(directory / f"autopgd-{network.__name__}.safetensors", record, settings)
        print("made", network.__name__, {k: tuple(v.shape) for k, v in record.items() if "losses" in k})


if __name__ == "__main__":
    main()
