"""Single layers: output, and the gradients of sum(output * upstream) for input and parameters."""

import torch
from torch import nn
from torch.nn import functional as F

from safetensors_file import Source, labels, save
from training import set_parameters

SEED = 404


def make(directory):
    source = Source(SEED)
    record, notes = {}, {"case": "layers", "seed": SEED}

    def add(name, module, inputs, note, call=None, outputs=("output",)):
        notes[name] = note
        if module is not None:
            module.double()
            set_parameters(module, source, norm_weights(module, source))
        leaves = {key: value.clone().requires_grad_(value.is_floating_point())
                  for key, value in inputs.items()}
        results = (call or (lambda **given: module(given["input"])))(**leaves)
        results = results if isinstance(results, tuple) else (results,)
        total = 0
        for key, result in zip(outputs, results):
            upstream = source.normal(*result.shape)
            total = total + (result * upstream).sum()
            record["%s.%s" % (name, key)] = result.detach()
            record["%s.%s" % (name, key.replace("output", "upstream"))] = upstream
        total.backward()
        for key, value in leaves.items():
            record["%s.%s" % (name, key)] = value.detach() if value.is_floating_point() else labels(value)
            if value.is_floating_point():
                record["%s.gradient.%s" % (name, key)] = value.grad
        for key, value in module.named_parameters() if module is not None else ():
            record["%s.%s" % (name, key)] = value.detach()
            record["%s.gradient.%s" % (name, key)] = value.grad
        return results

    add("conv_transpose2d", nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1, output_padding=1),
        {"input": source.normal(2, 3, 4, 3)},
        "in 3, out 2, kernel 3x3, stride 2, padding 1, output_padding 1")
    add("conv1d", nn.Conv1d(2, 3, 3, stride=2, padding=2, dilation=2), {"input": source.normal(2, 2, 9)},
        "in 2, out 3, kernel 3, stride 2, padding 2, dilation 2")
    add("conv2d", nn.Conv2d(2, 3, (3, 2), padding=1, dilation=2), {"input": source.normal(2, 2, 7, 6)},
        "in 2, out 3, kernel 3x2 (height 3, width 2), stride 1, padding 1, dilation 2")
    add("group_norm", nn.GroupNorm(2, 4), {"input": source.normal(3, 4, 3, 2, shift=0.5)},
        "2 groups of 4 channels, eps 1e-5")
    add("layer_norm", nn.LayerNorm(6), {"input": source.normal(2, 3, 6, shift=0.5)},
        "over the last axis (6), eps 1e-5")
    gru = nn.GRU(3, 4, batch_first=True)
    add("gru", gru, {"input": source.normal(2, 6, 3), "initial_state": source.normal(1, 2, 4, scale=0.5)},
        "input 3, hidden 4, one layer, batch first; gates stacked r, z, n",
        lambda **given: gru(given["input"], given["initial_state"]), ("output", "output_state"))
    add("embedding", nn.Embedding(7, 3), {"input": torch.tensor([[1, 4, 1, 0], [6, 1, 3, 4]])},
        "7 rows of 3; rows 2 and 5 are not used, row 1 three times, row 4 twice")
    bilinear(source, add)
    points = torch.cat([torch.arange(-24, 25).double() / 4, torch.tensor([-12.0, -9.5, 9.5, 12.0])])
    add("silu", None, {"input": points}, "x * sigmoid(x)", lambda input: F.silu(input))
    add("gelu", None, {"input": points}, "exact: x * Phi(x)", lambda input: F.gelu(input))
    add("gelu_tanh", None, {"input": points}, "tanh approximation",
        lambda input: F.gelu(input, approximate="tanh"))
    for name, causal in (("attention", False), ("attention_causal", True)):
        attention(source, add, record, name, causal)
    save(directory / "layers.safetensors", record, notes)


def norm_weights(module, source):
    if isinstance(module, (nn.GroupNorm, nn.LayerNorm)):
        return {"weight": source.uniform(0.5, 1.5, *module.weight.shape)}
    return {}


def bilinear(source, add):
    image = source.normal(2, 2, 5, 6)
    theta = torch.stack([torch.tensor([[0.8125, -0.375, 0.1], [0.34375, 0.9, -0.2]]),
                         torch.tensor([[1.3, 0.2, -0.15], [-0.25, 1.1, 0.35]])]).float().double()
    grid = F.affine_grid(theta, (2, 2, 4, 7), align_corners=False)
    pixels = ((grid + 1) * torch.tensor([6.0, 5.0], dtype=torch.float64) - 1) / 2
    assert ((pixels - pixels.round()).abs() > 1e-3).all(), "a sample lies on a pixel centre"
    assert (pixels < -1).any() or (pixels[..., 0] > 6).any(), "no sample lies outside"
    add("affine_grid", None, {"input": theta}, "output size (2, 2, 4, 7), align_corners false",
        lambda input: F.affine_grid(input, (2, 2, 4, 7), align_corners=False))
    add("grid_sample", None, {"input": image, "grid": grid}, "bilinear, zeros padding, align_corners false",
        lambda input, grid: F.grid_sample(input, grid, align_corners=False))
    add("affine_warp", None, {"input": image, "theta": theta},
        "affine_grid, then grid_sample; output size (2, 2, 4, 7)",
        lambda input, theta: F.grid_sample(
            input, F.affine_grid(theta, (2, 2, 4, 7), align_corners=False), align_corners=False))


def attention(source, add, record, name, causal):
    module = nn.MultiheadAttention(6, 2, batch_first=True)
    mask = torch.ones(4, 4, dtype=torch.bool).triu(1) if causal else None
    seen = []

    def call(input):
        output, weights = module(input, input, input, attn_mask=mask, average_attn_weights=False)
        seen.append(weights.detach())
        return output

    add(name, module, {"input": source.normal(2, 4, 6)},
        "self-attention, width 6, 2 heads, batch first, " + ("causal mask" if causal else "no mask"), call)
    record[name + ".weights"] = seen[0]
