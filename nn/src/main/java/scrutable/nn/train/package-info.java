/// Training: one loop, metrics and checkpoints.
///
/// Begin with [scrutable.nn.train.TrainingLoop], which makes any loss of any batches smaller. A classifier is trained
/// by [scrutable.nn.train.ClassifierTraining], which stands on it. How long and how is in
/// [scrutable.nn.train.TrainingSettings], what changes on the way in [scrutable.nn.train.TrainingState]. If a network
/// does not learn and nothing says why, ask [scrutable.nn.train.TrainingCheck].
package scrutable.nn.train;
