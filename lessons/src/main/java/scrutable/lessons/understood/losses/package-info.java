/// L02: what the absolute, the squared and the 0/1 loss ask for. The method is in [LossesExperiment].
package scrutable.lessons.understood.losses;
