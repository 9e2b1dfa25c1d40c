/// L30: a network that has only seen wrongly labelled images is right about clean ones. The method is in
/// [NonRobustFeaturesExperiment].
package scrutable.lessons.explanations.nonrobustfeatures;
