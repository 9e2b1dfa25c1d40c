/// L17: stickers turn stop into 45. The method is in [StopSignExperiment].
package scrutable.lessons.adversarial.stopsign;
