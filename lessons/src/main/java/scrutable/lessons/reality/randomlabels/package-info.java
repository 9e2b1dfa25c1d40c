/// L10: networks learn random labels by heart. The method is in [RandomLabelsExperiment].
package scrutable.lessons.reality.randomlabels;
