/// L14: the nearest image that is taken for something else. The method is in [SzegedyExperiment].
package scrutable.lessons.adversarial.szegedy;
