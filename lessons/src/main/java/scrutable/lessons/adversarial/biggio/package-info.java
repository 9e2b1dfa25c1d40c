/// L13: a seven that must pass as a one, before deep learning. The method is in [BiggioExperiment].
package scrutable.lessons.adversarial.biggio;
