/// L23: translations of misspelled sentences. The method is in [TranslationNoiseExperiment].
package scrutable.lessons.modalities.translationnoise;
