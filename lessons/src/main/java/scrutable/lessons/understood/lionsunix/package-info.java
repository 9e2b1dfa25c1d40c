/// L45: a program of 1975 that nobody was expected to understand, and a network of which nobody can say more than that
/// it works. The method is in [LionsUnixExperiment].
package scrutable.lessons.understood.lionsunix;
