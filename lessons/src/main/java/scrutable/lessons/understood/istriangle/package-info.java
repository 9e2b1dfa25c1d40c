/// L01: a rule that can be read, beside two networks that cannot. The method is in [IsTriangleExperiment].
package scrutable.lessons.understood.istriangle;
