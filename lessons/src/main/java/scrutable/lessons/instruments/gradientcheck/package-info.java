/// L00: how do we know that a gradient is right? The method is in [GradientCheckExperiment].
package scrutable.lessons.instruments.gradientcheck;
