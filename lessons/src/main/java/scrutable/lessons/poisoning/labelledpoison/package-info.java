/// L40: one percent of the labelled data. The method is in [WrongLabelsExperiment] and [CleanLabelsExperiment].
package scrutable.lessons.poisoning.labelledpoison;
