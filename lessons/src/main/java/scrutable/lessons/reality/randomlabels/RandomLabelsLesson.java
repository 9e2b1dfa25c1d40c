package scrutable.lessons.reality.randomlabels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.randomlabels.RandomLabelsExperiment.Spoiled;
import scrutable.tensor.Rng;

/// L10: networks learn random labels by heart; the method is in [RandomLabelsExperiment].
public final class RandomLabelsLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Digits.Size size = new Digits.Size(context.choose(400, 800), 2_000);
    List<RandomLabelsExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    Spoiled spoiled = context.sabotage() ? Spoiled.ATTACK : context.sham() ? Spoiled.CONTROLS : Spoiled.NOTHING;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), size, size, rng.split("data"), context.progress());
      measured.add(RandomLabelsExperiment.of(digits, spoiled, rng, context.progress()));
      context.progress().update("learning by heart", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<RandomLabelsExperiment> runs) {
    double chance = 1.0 / RandomLabelsExperiment.CLASSES;
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test accuracy with true labels", runs.median(run -> run.trueLabels().testAccuracy()),
            Comparison.AT_LEAST, 0.75, ""),
        Criterion.gate("training accuracy with true labels", runs.median(run -> run.trueLabels().trainAccuracy()),
            Comparison.EXACTLY, 1, ""),
        Criterion.effect("training accuracy of the MLP with random labels",
            runs.median(run -> run.randomLabels().trainAccuracy()), Comparison.EXACTLY, 1, ""),
        Criterion.effect("training accuracy of the CNN with random labels, least of the seeds",
            runs.spread(run -> run.convolutional().trainAccuracy()).min(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("distance of the MLP's test accuracy from chance, after random labels",
            Math.abs(runs.median(run -> run.randomLabels().testAccuracy()) - chance), Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("distance of the CNN's test accuracy from chance, after random labels",
            Math.abs(runs.median(run -> run.convolutional().testAccuracy()) - chance), Comparison.AT_MOST, 0.05, ""),
        Criterion.effect("epochs with random labels, at least so many times those with true ones",
            runs.median(RandomLabelsExperiment::slowdown), Comparison.AT_LEAST, 2, "times"),
        Criterion.effect("epochs with random labels, at most so many times those with true ones",
            runs.median(RandomLabelsExperiment::slowdown), Comparison.AT_MOST, 20, "times"),
        Criterion.effect("smallest fall of the test accuracy from one share of random labels to the next",
            smallestFall(runs), Comparison.ABOVE, 0, ""),
        Criterion.control("training accuracy of the network with two hidden units on random labels",
            runs.median(run -> run.tiny().trainAccuracy()), Comparison.AT_MOST, 0.6, ""),
        Criterion.dose("share of the random labels that are true ones, largest of the seeds",
            runs.spread(RandomLabelsExperiment::right).max(), Comparison.AT_MOST, 0.15, ""),
        Criterion.dose("epochs of the network with two hidden units, in those of the wide one, fewest",
            runs.spread(run -> (double) run.tiny().epochs() / run.randomLabels().epochs()).min(),
            Comparison.AT_LEAST, 1, "times"),
        Criterion.dose("test images that were learned from, most", runs.spread(RandomLabelsExperiment::shared).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.ablation("training accuracy when the labels are drawn anew in each epoch",
            runs.median(run -> run.redrawn().trainAccuracy()), Comparison.AT_MOST, 0.25, ""),
        Criterion.dose("share of the labels drawn anew that are others than in the epoch before, smallest",
            runs.spread(run -> run.redrawn().changed()).min(), Comparison.AT_LEAST, 0.85, ""),
        Criterion.dose("epochs with labels drawn anew, in those with labels kept, fewest",
            runs.spread(run -> (double) run.redrawn().epochs() / run.randomLabels().epochs()).min(),
            Comparison.AT_LEAST, 2, "times"),
        new Planted("random labels, drawn once, uniformly over the ten classes: a tenth of them is right by chance")));
    findings.addAll(RandomLabelsFigures.of(runs));
    return LessonResult.of(findings);
  }

  /// The smallest fall of the median test accuracy from one share of random labels to the next.
  private static double smallestFall(Runs<RandomLabelsExperiment> runs) {
    double[] accuracies = IntStream.range(0, RandomLabelsExperiment.CORRUPTION.length)
        .mapToDouble(i -> runs.median(run -> run.byCorruption().get(i).testAccuracy())).toArray();
    return IntStream.range(1, accuracies.length).mapToDouble(i -> accuracies[i - 1] - accuracies[i]).min()
        .orElseThrow();
  }

  @Override
  public Card card() {
    return Card.of(10, "random-labels", "With four billion parameters I can almost fit ImageNet")
        .withClaim("A network that learns digits from true labels also learns labels drawn at random, every one of"
            + " them, with nothing changed but a few times as many epochs; then it knows nothing about new digits.")
        .withSlides("With four billion parameters I can almost fit ImageNet")
        .withData("glyphs", "mnist")
        .withSabotage("the random labels are drawn anew in each epoch, so that there is nothing to remember")
        .withSham("labels that should be drawn anew are kept, and the narrow network learns for one epoch only")
        .withSeconds(25);
  }
}
