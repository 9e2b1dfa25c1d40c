/// L11: the loss falls as a power of the size. The methods are in [ScalingFactsExperiment] and [ScalingTextExperiment].
package scrutable.lessons.reality.scalinglaws;
