/// L28: adversarial examples because networks are too linear. The method is in [LinearExperiment], the arithmetic of
/// many pixels in [LinearDoubling].
package scrutable.lessons.explanations.linear;
