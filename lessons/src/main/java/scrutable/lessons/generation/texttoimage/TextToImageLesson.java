package scrutable.lessons.generation.texttoimage;

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
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Arms;
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Effort;
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Measurement;
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Teaching;
import scrutable.tensor.Rng;

/// L33: pictures to order, the way of 2022, beside the way of 2014; the method is in [TextToImageExperiment].
public final class TextToImageLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final Effort FULL = new Effort(10_000, 1_000, 12);
  private static final Effort QUICK = new Effort(500, 16, 8);

  @Override
  public LessonResult run(LessonContext context) {
    Effort effort = context.profile() == Profile.QUICK ? QUICK : FULL;
    Arms arms = new Arms(context.sabotage() ? Teaching.CAPTION_OF_ANOTHER : Teaching.THEIR_CAPTION,
        context.sham() ? Teaching.THEIR_CAPTION : Teaching.CAPTION_OF_ANOTHER);
    List<Measurement> measured = new ArrayList<>();
    TextToImageExperiment first = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      TextToImageExperiment experiment = TextToImageExperiment.of(effort, arms, Rng.seed(seed), context.progress());
      measured.add(experiment.measured());
      first = first == null ? experiment : first;
    }
    return judge(new Runs<>(measured), first);
  }

  private static LessonResult judge(Runs<Measurement> runs, TextToImageExperiment first) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("share of real pictures whose caption is read off the pixels",
        runs.median(run -> run.real().all()), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.gate("pictures to learn from that have a held-out caption",
        runs.spread(Measurement::leaked).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.effect("share of pictures in which everything is right, learned captions",
        runs.median(run -> run.shown().seen().all()), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.effect("the same, held-out captions",
        runs.median(run -> run.shown().heldOut().all()), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.effect("the same, minus that without guidance",
        runs.median(run -> run.shown().heldOut().all() - run.guided().get(0.0).heldOut().all()), Comparison.AT_LEAST,
        0.05, ""));
    findings.add(Criterion.control("share in which everything is right, if captions belonged to other pictures",
        runs.median(run -> run.misled().seen().all()), Comparison.AT_MOST, 1 / 64.0 + 0.05, ""));
    findings.add(Criterion.dose("share of captions of the control that were wrong", runs.median(Measurement::wrong),
        Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.dose("misfit of what the painter of the control paints, over that of the painter with the"
        + " right captions: it did learn to paint",
        runs.median(run -> run.misled().seen().misfit() / run.shown().seen().misfit()), Comparison.AT_MOST, 2, ""));
    findings.add(Criterion.control("share in which everything is right, 2014: asked in vain",
        runs.median(run -> run.of2014().all()), Comparison.AT_MOST, 1 / 64.0 + 0.05, ""));
    findings.add(Criterion.dose("multiplications of the generator of 2014, over those of the painter",
        runs.median(Measurement::effort), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.ablation("share of right colours if the colour is not told",
        runs.median(run -> run.untold().seen().colour()), Comparison.AT_MOST, 0.4, ""));
    findings.add(Criterion.ablation("share of right forms then: the rest is understood",
        runs.median(run -> run.untold().seen().form()), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.dose("texts of the ablation that name a colour", runs.spread(Measurement::named).max(),
        Comparison.EXACTLY, 0, ""));
    findings.add(new Planted("captions that say everything about a picture but the exact places and sizes, without"
        + " synonyms; twelve of the 64 are held out, such that any two of their words occur together in training; each"
        + " word stands for itself, so that a bag of words says as much as the sentence"));
    findings.addAll(TextToImageFigures.of(runs, first));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(33, "text-to-image-2022", "The same announcement, eight years later")
        .withClaim("A network that learned to remove noise from captioned pictures paints what a caption says: in at"
            + " least 70 % of its pictures all four words are right, and in at least half for combinations that it has"
            + " never seen. Guidance adds at least 5 percentage points. With captions of other"
            + " pictures nothing is obeyed, and a generator of 2014 with the same computing time cannot be asked.")
        .withSlides("The Year is 2022",
            "Someone tells you they have a new algorithm to generate synthetic images",
            "The Year is 2022",
            "A photo of a Corgi dog riding a bike in Times Square.",
            "It is wearing sunglasses and a beach hat.")
        .withData("plain-scenes")
        .withSabotage("the captions to learn from belong to other pictures")
        .withSham("the captions of the control belong to their pictures after all")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
