/// L22: translations that have nothing to do with their source. The methods are in
/// [HallucinationsExperiment] (tokens that are put in) and [HallucinationsCorpus] (wrong pairs in the training).
package scrutable.lessons.modalities.hallucinations;
