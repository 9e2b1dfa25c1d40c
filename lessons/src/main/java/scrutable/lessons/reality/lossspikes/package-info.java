/// L12: gradient descent at the edge of stability. The method is in [LossSpikesExperiment].
package scrutable.lessons.reality.lossspikes;
