"""Records of small networks: one backward pass, then ten optimiser steps on the same full batch."""

import copy

import torch

from safetensors_file import prefixed

STEPS = 10


def first_pass(model, forward, input_tensor):
    """Initial parameters, outputs, loss, and the gradient of every parameter and of `input_tensor`.

    `forward(model, input)` returns (logits, loss). The model itself stays untouched.
    """
    model = copy.deepcopy(model)
    record = prefixed("initial", model.state_dict().items())
    record = {name: value for name, value in record.items() if value.is_floating_point()}
    record["input"] = input_tensor.clone()
    leaf = input_tensor.clone()
    if leaf.is_floating_point():
        leaf.requires_grad_(True)
    logits, loss = forward(model, leaf)
    loss.backward()
    record["logits"] = logits.detach()
    record["loss"] = loss.detach()
    record.update(prefixed("gradient", ((name, p.grad) for name, p in model.named_parameters())))
    if leaf.is_floating_point():
        record["gradient.input"] = leaf.grad
    return record


def train(model, optimizer, loss_of, observe=lambda model: None):
    """`losses[t]` is the loss before step t; `losses[10]` is the loss after the last step."""
    record = {}
    losses = []
    for step in range(STEPS):
        observe(model)

        def closure():
            optimizer.zero_grad()
            loss = loss_of(model)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).detach())
        if step + 1 in (1, STEPS):
            state = prefixed("after%d" % (step + 1), model.state_dict().items())
            record.update({name: value for name, value in state.items() if value.is_floating_point()})
    # One more pass in training mode would move the running statistics of batch norm, so put them back.
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    losses.append(loss_of(model).detach())
    model.load_state_dict(kept)
    record["losses"] = torch.stack(losses)
    return record


def set_parameters(model, source, special=None):
    """Fills every parameter; `special` maps a name to its tensor, the rest is normal / sqrt(fan-in)."""
    special = special or {}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in special:
                parameter.copy_(special[name])
            elif parameter.dim() == 1:
                parameter.copy_(source.normal(*parameter.shape, scale=0.1))
            else:
                fan_in = parameter[0].numel()
                parameter.copy_(source.normal(*parameter.shape, scale=fan_in ** -0.5))
