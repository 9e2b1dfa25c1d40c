package scrutable.nn.train;

/// What came out of a step.
///
/// @param step the step that was taken
/// @param loss of its batch, before the step
public record StepReport(Step step, double loss) {}
