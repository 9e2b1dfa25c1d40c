/// L19: a sound that is heard as something else. The method is in [AudioCtcExperiment].
package scrutable.lessons.modalities.audioctc;
