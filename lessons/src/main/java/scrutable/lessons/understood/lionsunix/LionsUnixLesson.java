package scrutable.lessons.understood.lionsunix;

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
import scrutable.lessons.contract.Note;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.understood.lionsunix.LionsUnixExperiment.Damage;
import scrutable.lessons.understood.lionsunix.LionsUnixExperiment.Program;
import scrutable.tensor.Rng;

/// L45: "You are not expected to understand this", understood: what each of twelve changed lines does was written down
/// before it was run. The method is in [LionsUnixExperiment], the predictions in [LionsUnixAblation].
public final class LionsUnixLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    Program program = Program.explore();
    List<LionsUnixExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      measured.add(LionsUnixExperiment.of(program, context.sham(), Rng.seed(seed)));
      context.progress().update("training networks and silencing their units", measured.size(), seeds.length);
    }
    return judge(program, context.sabotage() ? 1 : 0, new Runs<>(measured));
  }

  /// Of the networks, the worst seed is judged.
  ///
  /// @param shift how many places too far down the list each prediction is read
  private static LessonResult judge(Program program, int shift, Runs<LionsUnixExperiment> runs) {
    int lines = LionsUnixAblation.all().size();
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("worlds in which the whole program does what is documented, in every schedule",
            program.documented(), Comparison.EXACTLY, LionsUnixExperiment.WORLDS.size(), "worlds"),
        Criterion.gate("accuracy of the network on the next-state table",
            runs.spread(LionsUnixExperiment::accuracy).min(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("changed lines that do exactly what was predicted, in every schedule of five worlds",
            program.predictedRight(shift), Comparison.EXACTLY, lines, "lines"),
        Criterion.control("the network: effects of the median silenced unit that one rule predicts",
            unit(runs).max(), Comparison.AT_MOST, 0.5, ""),
        Criterion.dose("situations in which silencing the median unit changes what is done",
            runs.spread(run -> LionsUnixExperiment.medianChanged(run.units())).min(), Comparison.AT_LEAST, 0.02, ""),
        Criterion.dose("the same search for a rule, let loose on the median line of the program",
            line(runs).min(), Comparison.AT_LEAST, 0.6, ""),
        Criterion.ablation("lines that do what was predicted for another, the best of eleven shifts",
            IntStream.range(1, lines).map(program::predictedRight).max().orElseThrow(), Comparison.AT_MOST, 3, "lines"),
        Criterion.dose("changed lines that alter what some step does", program.altering(),
            Comparison.EXACTLY, lines, "lines"),
        new Note("The predictions are about the model, a few hundred lines of Java, not about a PDP-11.")));
    findings.addAll(LionsUnixFigures.of(program, runs));
    return LessonResult.of(findings);
  }

  static Spread unit(Runs<LionsUnixExperiment> runs) {
    return runs.spread(run -> LionsUnixExperiment.median(run.units(), Damage::rightWhereItMatters));
  }

  static Spread line(Runs<LionsUnixExperiment> runs) {
    return runs.spread(run -> LionsUnixExperiment.median(run.lines(), Damage::rightWhereItMatters));
  }

  @Override
  public Card card() {
    return Card.of(45, "lions-unix", "You are not expected to understand this")
        .withClaim("The most famous incomprehensible lines of UNIX are predictable line by line: of twelve changes,"
            + " what every process will do in every schedule was written down beforehand, and all twelve do it. A network"
            + " of sixteen hidden units that does the same without an error gives no such answer: for the median unit, the"
            + " best single rule is wrong about most of the situations it concerns.")
        .withSlides("Deep Learning is inscrutable", "It's okay for some things to be inscrutable",
            "* You are not expected to understand this.")
        .withData("unix")
        .withSabotage("each prediction is read one line too far down, as that of the next change")
        .withSham("silencing a unit leaves it as it is")
        .withSeconds(8);
  }
}
