/// L31: adversarial examples are near because they leave the manifold of the data. The method is in
/// [DimpledManifoldExperiment].
package scrutable.lessons.explanations.dimpledmanifold;
