package scrutable.lessons.contract;

/// A number that differs from run to run, like a speed: shown and kept in environment.json, and nowhere
/// that must be reproducible.
///
/// @param name  what was measured
/// @param value the number
/// @param unit  the unit, like `GFLOP/s`
public record Measured(String name, double value, String unit) implements Finding {}
