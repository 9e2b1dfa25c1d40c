/// L39: one example of a hundred and one. The method is in [SvmPoisoningExperiment].
package scrutable.lessons.poisoning.svmpoisoning;
