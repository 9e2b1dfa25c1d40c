/// How well something was learned: on examples that were not learned from, in the units of what errors cost.
///
/// [CrossValidation] chooses a model as the textbook does; [LearningCurve] and [ValidationCurve] are what it
/// looks at. [LossMatrix] says what each error costs, [Calibration] whether probabilities mean what they say,
/// and [GeneralizationLoss] what a hypothesis really costs where the truth is known. [ConfusionMatrix] counts which
/// class is taken for which, [Bleu], [AdjustedBleu] and [EditDistance] compare texts, and [PowerLaw] tells how a loss
/// falls with size. What generators make is measured by [FrechetDistance], [ParzenLogLikelihood] and [ModesCovered].
package scrutable.nn.validation;
