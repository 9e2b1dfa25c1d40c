/// L22: translations that have nothing to do with their source. The method is in [HallucinationsExperiment].
package scrutable.lessons.modalities.hallucinations;
