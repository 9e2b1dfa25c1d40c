/// L12: gradient descent at the edge of stability, and Adam surprised by batches that it has no memory of. The methods
/// are in [LossSpikesExperiment] and [LossSpikesBurstExperiment].
package scrutable.lessons.reality.lossspikes;
