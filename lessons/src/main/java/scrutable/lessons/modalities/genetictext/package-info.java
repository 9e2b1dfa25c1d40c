/// L20: a few synonyms change what a reader makes of a review. The method is in [GeneticTextExperiment].
package scrutable.lessons.modalities.genetictext;
