/// L27: training on attacked images, and what it does not buy. The method is in [AdversarialTrainingExperiment].
package scrutable.lessons.defences.adversarialtraining;
