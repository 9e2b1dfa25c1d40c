/// L04: the size of a tree, chosen by cross-validation. The method is in [CrossValidationExperiment].
package scrutable.lessons.understood.crossvalidation;
