/// Learning: layers, losses, optimisers, data sets, checkpoints.
///
/// A [Module][scrutable.nn.Module] is a function with parameters; the layers are in `scrutable.nn.layer`, the ways
/// to change parameters in `scrutable.nn.optim`, the examples to learn from in `scrutable.nn.data`, and the loop
/// that brings them together, with its checkpoints, in `scrutable.nn.train`.
package scrutable.nn;
