/// L29: adversarial examples are a natural consequence of test error in noise. The method is in
/// [ErrorInNoiseExperiment].
package scrutable.lessons.explanations.errorinnoise;
