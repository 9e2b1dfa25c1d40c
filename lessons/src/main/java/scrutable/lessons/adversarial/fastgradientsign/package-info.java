/// L15: one step along the sign of the gradient. The method is in [FastGradientSignExperiment].
package scrutable.lessons.adversarial.fastgradientsign;
