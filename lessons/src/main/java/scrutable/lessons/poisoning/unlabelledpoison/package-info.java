/// L42: poison without labels, on pictures. The method is in [UnlabelledPoisonExperiment].
package scrutable.lessons.poisoning.unlabelledpoison;
