/// L03: a spam filter that knows what its errors cost. The method is in [SpamUtilityExperiment].
package scrutable.lessons.understood.spamutility;
