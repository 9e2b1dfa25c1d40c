/// L43: ten captions of four thousand. The method is in [CaptionPoisonExperiment].
package scrutable.lessons.poisoning.captionpoison;
