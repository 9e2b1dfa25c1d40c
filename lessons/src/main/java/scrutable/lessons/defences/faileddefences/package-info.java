/// L26: defences that break the attack and not the adversary. The method is in [FailedDefencesExperiment].
package scrutable.lessons.defences.faileddefences;
