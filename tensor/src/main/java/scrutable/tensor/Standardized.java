package scrutable.tensor;

/// A tensor whose rows or channels have mean 0 and variance 1, and what its gradient needs.
///
/// @param values the standardised tensor, of the shape of the original
/// @param reciprocalDeviation `1 / sqrt(variance + eps)` of each row (the last axis kept with size 1) or of each
///     channel `(C,)`
public record Standardized(Tensor values, Tensor reciprocalDeviation) {}
