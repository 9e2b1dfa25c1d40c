"""A two-layer perceptron and every optimiser, from the same start, on the same batch."""

import copy

import torch
from torch import nn

from safetensors_file import Source, labels, prefixed, save
from training import first_pass, set_parameters, train

SEED = 101

OPTIMIZERS = {
    "sgd": (torch.optim.SGD, dict(lr=0.5)),
    "sgd_momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, weight_decay=0.01)),
    "sgd_nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True)),
    "adam": (torch.optim.Adam, dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8)),
    "adamw": (torch.optim.AdamW, dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)),
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.99, eps=1e-8)),
    "rmsprop_momentum": (torch.optim.RMSprop, dict(lr=0.002, alpha=0.99, eps=1e-8, momentum=0.9)),
    "lbfgs": (torch.optim.LBFGS, dict(lr=0.8, max_iter=1, history_size=4, tolerance_grad=1e-7,
                                      tolerance_change=1e-9, line_search_fn=None)),
}

WOLFE = dict(lr=1.0, max_iter=10, max_eval=1000, history_size=10, tolerance_grad=1e-7,
             tolerance_change=1e-9, line_search_fn="strong_wolfe")


def make(directory):
    source = Source(SEED)
    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 16), nn.Tanh(), nn.Linear(16, 5)).double()
    set_parameters(model, source)
    images = source.normal(8, 1, 3, 4)
    targets = source.integers(5, 8)

    def forward(network, input_tensor):
        logits = network(input_tensor)
        return logits, nn.functional.cross_entropy(logits, targets)

    def loss_of(network):
        return forward(network, images)[1]

    record = first_pass(model, forward, images)
    record["labels"] = labels(targets)
    save(directory / "mlp.safetensors", record, {"case": "mlp", "seed": SEED, "loss": "cross-entropy, mean"})
    for name, (kind, settings) in OPTIMIZERS.items():
        trained = copy.deepcopy(model)
        record = train(trained, kind(trained.parameters(), **settings), loss_of)
        save(directory / ("mlp_%s.safetensors" % name), record, described(name, settings))
    save(directory / "mlp_lbfgs_wolfe.safetensors", wolfe(model, loss_of), described("lbfgs_wolfe", WOLFE))


def wolfe(model, loss_of):
    """One call of step(); the state after k iterations is that of a run which is stopped there."""
    per_iteration = [loss_of(model).detach()]
    step_lengths = []
    evaluations_after = []
    for iterations in range(1, WOLFE["max_iter"] + 1):
        trained = copy.deepcopy(model)
        optimizer = torch.optim.LBFGS(trained.parameters(), **dict(WOLFE, max_iter=iterations))
        evaluated = []

        def closure():
            optimizer.zero_grad()
            loss = loss_of(trained)
            loss.backward()
            evaluated.append(loss.detach())
            return loss

        optimizer.step(closure)
        state = optimizer.state[optimizer._params[0]]
        assert state["n_iter"] == iterations, "stopped early"
        per_iteration.append(loss_of(trained).detach())
        step_lengths.append(float(state["t"]))
        evaluations_after.append(len(evaluated))
    record = prefixed("after10", trained.state_dict().items())
    record["losses"] = torch.stack(per_iteration)
    record["evaluated_losses"] = torch.stack(evaluated)
    record["step_lengths"] = torch.tensor(step_lengths, dtype=torch.float64)
    record["evaluations"] = labels(torch.tensor(evaluations_after))
    return record


def described(name, settings):
    text = dict(case="mlp", seed=SEED, optimizer=name)
    for key, value in settings.items():
        if key == "betas":
            text["beta1"], text["beta2"] = value
        else:
            text[key] = str(value).lower() if isinstance(value, (bool, type(None))) else value
    return text
