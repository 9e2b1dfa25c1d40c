/// L06: an elephant of four complex parameters. The method is in [ElephantExperiment].
package scrutable.lessons.understood.elephant;
