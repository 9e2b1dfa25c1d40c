package scrutable.lessons.generation.gan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.data.Digits;
import scrutable.lessons.generation.gan.GanExperiment.Measurement;
import scrutable.lessons.generation.gan.GanExperiment.Source;
import scrutable.tensor.Rng;

/// L32: pictures that nobody took, the way of 2014; the method is in [GanExperiment].
public final class GanLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final GanPictures.Size SIZE = new GanPictures.Size(20_000, 6_000, 2_000);
  private static final GanPictures.Size QUICK = new GanPictures.Size(1_000, 500, 200);
  private static final int TURNS = 1_200;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = Digits.areDrawn(context.data());
    GanPictures.Size size = context.profile() == Profile.QUICK ? QUICK : SIZE;
    List<Measurement> measured = new ArrayList<>();
    GanExperiment first = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      GanPictures pictures = drawn ? GanPictures.drawn(size, rng.split("data"))
          : GanPictures.published(context.data(), size, rng.split("data"), context.progress());
      GanExperiment experiment = GanExperiment.of(pictures, context.choose(48, TURNS), !context.sabotage(),
          context.sham(), rng, context.progress());
      measured.add(experiment.measured());
      first = first == null ? experiment : first;
    }
    return judge(new Runs<>(measured), first, drawn);
  }

  private static LessonResult judge(Runs<Measurement> runs, GanExperiment first, boolean drawn) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the judge on test pictures", runs.median(Measurement::accuracy),
        Comparison.AT_LEAST, drawn ? 0.97 : 0.95, ""));
    findings.add(Criterion.gate("pictures that are in more than one part of the data",
        runs.spread(Measurement::shared).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.gate("Frechet distance of other real pictures, as a share of that of the normal"
        + " distribution", runs.median(run -> run.share(Source.REAL)), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.effect("Frechet distance of the generator, as a share of that of the normal distribution",
        runs.median(run -> run.share(Source.GAN)), Comparison.AT_MOST, drawn ? 0.4 : 0.5, ""));
    findings.add(Criterion.effect("digits that have at least 3 % of the generator's pictures",
        runs.median(run -> run.game().getLast().modes()), Comparison.AT_LEAST, drawn ? 9 : 8, ""));
    findings.add(Criterion.control("distance of the generator's pictures from the nearest training picture, as a share"
        + " of that of the test pictures: it does not copy",
        runs.median(run -> run.scores().get(Source.GAN).nearest() / run.nearest()), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.dose("the same distance of copies of training pictures: the control would notice",
        runs.median(run -> run.scores().get(Source.COPIES).nearest() / run.nearest()), Comparison.BELOW, 0.8, ""));
    findings.add(Criterion.ablation("Frechet distance, taught by a discriminator that does not learn, over that of the"
        + " game", runs.median(run -> run.share(Source.FROZEN) / run.share(Source.GAN)), Comparison.AT_LEAST, 2, ""));
    findings.add(Criterion.dose("how far the discriminator that does not learn moved",
        runs.spread(Measurement::moved).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.dose("how much more probably real it finds the pictures made for it than real ones: that"
        + " generator did learn", runs.median(run -> run.frozen().getLast().onMade() - run.frozen().getLast().onReal()),
        Comparison.AT_LEAST, 0.1, ""));
    if (drawn) {
      findings.add(new Planted("ten digits, equally often, written by one hand on paper without grain; the pictures of"
          + " the generator, of its judge, and those to compare with are drawn apart"));
    }
    findings.addAll(GanFigures.of(runs, first));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(32, "gan-2014", "A new algorithm to generate synthetic images")
        .withClaim("A generator that never sees a picture, only what a discriminator thinks of its own, learns to draw"
            + " all ten digits, at most 0.4 times as far from real ones as a normal distribution with the pixels' mean"
            + " and covariance is, and without copying. Against a discriminator that does not learn it ends at least"
            + " twice as far away.")
        .withSlides("The Year is 2014",
            "Someone tells you they have a new algorithm to generate synthetic images",
            "The Year is 2014")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withSabotage("the discriminator does not learn")
        .withSham("in the ablation the discriminator learns all the same")
        .withSeconds(45)
        .provenBy(Profile.FULL);
  }
}
