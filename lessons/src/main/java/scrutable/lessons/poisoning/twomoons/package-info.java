/// L41: a bridge without labels. The method is in [TwoMoonsExperiment].
package scrutable.lessons.poisoning.twomoons;
