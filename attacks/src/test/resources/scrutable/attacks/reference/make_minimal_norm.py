"""Attacks that look for the nearest image, on the networks of make_reference.py. See PROVENANCE.md."""

import json
import math
import pathlib
import struct
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import numpy as np
import torch

import make_reference
from safetensors_file import save

ATTACKED = 6        # the first six images are classified as labelled, the other two are not
DEEPFOOL = dict(steps=50, overshoot=0.02)
DDN = dict(steps=100, eps=1.0, gamma=0.05)
CW = dict(iterations=100, learning_rate=0.05, searches=6, weight=0.1)
FAB = dict(steps=20)


def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    types = {"F64": "<f8", "F32": "<f4", "I32": "<i4"}
    return {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]])
                                   .reshape(entry["shape"]).copy())
            for name, entry in header.items() if name != "__metadata__"}


class Victim:
    """One image at a time, as vectors; so that no example can see another."""

    def __init__(self, network, tensors):
        self.network = network().double()
        self.network.load_state_dict({name[6:]: value.double() for name, value in tensors.items()
                                      if name.startswith("model.")})

    def logits(self, x):
        return self.network(x.reshape(1, 1, 8, 8))[0]

    def jacobian(self, x):
        x = x.clone().requires_grad_(True)
        z = self.logits(x)
        rows = [torch.autograd.grad(z[k], x, retain_graph=True)[0] for k in range(len(z))]
        return z.detach(), torch.stack(rows)

    def answer(self, x):
        with torch.no_grad():
            return int(self.logits(x).argmax())


def size(d, p):
    return {"linf": d.abs().max(), "l2": d.pow(2).sum().sqrt(), "l1": d.abs().sum()}[p].item()


def dual(p):
    return {"linf": "l1", "l2": "l2", "l1": "linf"}[p]


def boundaries(victim, x, label, rivals):
    z, jacobian = victim.jacobian(x)
    return [(z[k].item() - z[label].item(), jacobian[k] - jacobian[label]) for k in rivals if k != label]


def nearest(found, p):
    return min(found, key=lambda boundary: abs(boundary[0]) / size(boundary[1], dual(p)))


def deepfool(victim, x0, label, p):
    total, x = torch.zeros_like(x0), x0
    for _ in range(DEEPFOOL["steps"]):
        if victim.answer(x) != label:
            break
        lead, w = nearest(boundaries(victim, x, label, range(4)), p)
        direction = w / size(w, "l2") if p == "l2" else w.sign()
        total = total + (abs(lead) / size(w, dual(p)) + 1e-4) * direction
        x = (x0 + (1 + DEEPFOOL["overshoot"]) * total).clamp(0, 1)
    return x


def ddn(victim, x0, label, p):
    best, best_size = x0, math.inf
    delta, eps = torch.zeros_like(x0), DDN["eps"]
    farthest = size(torch.maximum(x0, 1 - x0), "l2")
    for k in range(DDN["steps"]):
        alpha = 0.01 + 0.99 * (1 + math.cos(math.pi * k / DDN["steps"])) / 2
        x = (x0 + delta).requires_grad_(True)
        loss = torch.nn.functional.cross_entropy(victim.logits(x).unsqueeze(0), torch.tensor([label]))
        g, = torch.autograd.grad(loss, x)
        won = victim.answer(x) != label
        if won and size(delta, "l2") < best_size:
            best, best_size = x0 + delta, size(delta, "l2")
        delta = delta + alpha * g / size(g, "l2")
        eps = min(eps * (1 - DDN["gamma"] if won else 1 + DDN["gamma"]), farthest)
        delta = (x0 + delta * eps / size(delta, "l2")).clamp(0, 1) - x0
    return best


def carlini_wagner(victim, x0, label, p, confidence=0.0):
    best, best_size = x0, math.inf
    low, high, c = 0.0, 1e10, CW["weight"]
    start = torch.atanh((2 * x0 - 1) * 0.999999)
    origin = (torch.tanh(start) + 1) / 2
    for _ in range(CW["searches"]):
        w = start.clone().requires_grad_(True)
        adam = torch.optim.Adam([w], lr=CW["learning_rate"])
        won = False
        for _ in range(CW["iterations"]):
            x = (torch.tanh(w) + 1) / 2
            z = victim.logits(x)
            others = z - 1e9 * torch.eye(4, dtype=z.dtype)[label]
            lead = others.max() - z[label]
            if lead.item() >= confidence and int(z.argmax()) != label:
                won = True
                if size(x.detach() - x0, "l2") < best_size:
                    best, best_size = x.detach().clone(), size(x.detach() - x0, "l2")
            loss = (x - origin).pow(2).sum() + c * (confidence - lead).clamp(min=0)
            adam.zero_grad()
            loss.backward()
            adam.step()
        low, high = (low, min(high, c)) if won else (max(low, c), high)
        c = (low + high) / 2 if high < 1e10 else 10 * c
    return best


def project(x, w, b, p):
    """The change onto the hyperplane <w, x> = b within the box, by halving an interval 200 times."""
    gap = b - (w @ x).item()
    if gap < 0:
        w, gap = -w, -gap
    room = torch.where(w > 0, 1 - x, torch.where(w < 0, x, torch.zeros_like(x)))
    if (w.abs() @ room).item() <= gap:
        return w.sign() * room
    if p == "l1":
        change, rest = torch.zeros_like(x), gap
        for j in torch.argsort(w.abs(), descending=True, stable=True):
            part = min(room[j].item(), rest / w[j].abs().item())
            change[j] = part
            rest -= part * w[j].abs().item()
            if rest <= 0:
                break
        return w.sign() * change
    speed = torch.ones_like(x) if p == "linf" else w.abs()
    low, high = 0.0, 1e6
    for _ in range(200):
        t = (low + high) / 2
        low, high = (t, high) if (w.abs() @ torch.minimum(t * speed, room)).item() < gap else (low, t)
    return w.sign() * torch.minimum(high * speed, room)


def fab(victim, x0, label, p, rivals=range(4)):
    best, best_size, x = x0, math.inf, x0
    for _ in range(FAB["steps"]):
        lead, w = nearest(boundaries(victim, x, label, rivals), p)
        b = (w @ x).item() - lead
        here, there = project(x, w, b, p), project(x0, w, b, p)
        a, c = max(size(here, p), 1e-8), max(size(there, p), 1e-8)
        alpha = min(a / (a + c), 0.1)
        x = ((1 - alpha) * (x + 1.05 * here) + alpha * (x0 + 1.05 * there)).clamp(0, 1)
        if victim.answer(x) != label:
            if size(x - x0, p) < best_size:
                best, best_size = x, size(x - x0, p)
            x = x0 + 0.9 * (x - x0)
    return best


def fab_t(victim, x0, label, p):
    with torch.no_grad():
        order = [k for k in victim.logits(x0).argsort(descending=True).tolist() if k != label]
    found = [fab(victim, x0, label, p, [rival]) for rival in order]
    found = [x for x in found if victim.answer(x) != label]
    return min(found, key=lambda x: size(x - x0, p)) if found else x0


def case(network):
    tensors = read(HERE / (network.__name__ + ".safetensors"))
    victim = Victim(network, tensors)
    record = {}
    attacks = {"deepfool": (deepfool, ("l2", "linf")), "ddn": (ddn, ("l2",)), "cw": (carlini_wagner, ("l2",)),
               "cw_confident": (lambda *given: carlini_wagner(*given, confidence=0.5), ("l2",)),
               "fab": (fab, ("linf", "l2", "l1")), "fab_t": (fab_t, ("linf", "l2", "l1"))}
    for name, (attack, norms) in attacks.items():
        for p in norms:
            images = [attack(victim, tensors["input"][i].double().flatten(), int(tensors["labels"][i]), p).detach()
                      for i in range(ATTACKED)]
            record[name + "_" + p] = torch.stack(images).reshape(-1, 1, 8, 8)
            distances = [size(x - tensors["input"][i].double().flatten(), p) for i, x in enumerate(images)]
            record[name + "_" + p + ".distances"] = torch.tensor(distances, dtype=torch.float64)
            print(network.__name__, name, p, " ".join("%.5f" % d for d in distances))
    return record


def main():
    torch.set_num_threads(1)
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for network in (make_reference.mlp, make_reference.cnn):
        settings = {"case": network.__name__}
        for name, values in (("deepfool", DEEPFOOL), ("ddn", DDN), ("cw", CW), ("fab", FAB)):
            settings.update({name + "." + key: value for key, value in values.items()})
        save(directory / ("minimal_norm_" + network.__name__ + ".safetensors"), case(network), settings)
    print("with PyTorch", torch.__version__)


if __name__ == "__main__":
    main()
