/// L35: opinions read with the help of blanks, and without labels. The method is in [MaskedWordsExperiment].
package scrutable.lessons.modalities.maskedwords;
