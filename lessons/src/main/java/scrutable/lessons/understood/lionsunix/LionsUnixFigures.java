package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.understood.lionsunix.LionsUnixExperiment.Damage;
import scrutable.lessons.understood.lionsunix.LionsUnixExperiment.Program;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Place;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.World;

/// The tables, the figures and the headline numbers of [LionsUnixLesson].
final class LionsUnixFigures {
  private static final int BINS = 5;

  private LionsUnixFigures() {}

  static List<Finding> of(Program program, Runs<LionsUnixExperiment> runs) {
    LionsUnixExperiment first = runs.measured().getFirst();
    return List.of(lines(program), explanations(), effects(first),
        new Illustration("levels", "One process grows by way of the disk. A save area holds a height of the stack:"
            + " while the disk writes, the first area is overwritten (to 3), the second still holds the level of expand (1)."
            + " Read in again, the process would go on at height 3, inside the call that wrote it, and for"
            + " ever (dashed); the test sends it to 1, and expand returns.", levels()),
        new Illustration("predicted", "How much of what a change does is predicted by the best single rule that half of"
            + " the situations suggest, judged by the other half: the program's lines and the network's hidden units"
            + " (those that change at least 1 % of the situations, all seeds).", histogram(runs)),
        new Headline("predicted-lines", program.predictedRight(0), 0, "lines"),
        new Headline("predicted-cells", cells(program), 0, ""),
        new Headline("changed-cells", changedCells(program), 0, ""),
        new Headline("decisions", program.decisions(), 0, "states"),
        new Headline("situations", program.steps().size(), 0, "situations"),
        new Headline("classes", program.changed().get(LionsUnixAblation.NONE).stream().distinct().count(), 0, ""),
        new Headline("weights", first.weights(), 0, "weights"),
        Headline.percent("unit", LionsUnixLesson.unit(runs).median(), 0),
        Headline.percent("unit-most", LionsUnixLesson.unit(runs).max(), 0),
        Headline.percent("line", LionsUnixLesson.line(runs).median(), 0),
        Headline.percent("unit-everywhere",
            runs.median(run -> LionsUnixExperiment.median(run.units(), Damage::right)), 0),
        Headline.percent("line-everywhere",
            runs.median(run -> LionsUnixExperiment.median(run.lines(), Damage::right)), 1),
        Headline.percent("silence-changes", runs.median(run -> LionsUnixExperiment.medianChanged(run.units())), 0));
  }

  private static int cells(Program program) {
    return (int) LionsUnixAblation.all().stream().mapToLong(one -> LionsUnixExperiment.PREDICTED_WORLDS.stream()
        .filter(world -> seen(program, one, world).equals(one.expected(world))).count()).sum();
  }

  private static int changedCells(Program program) {
    return (int) LionsUnixAblation.all().stream().mapToLong(one -> LionsUnixExperiment.PREDICTED_WORLDS.stream()
        .filter(world -> !seen(program, one, world).equals(Set.of(LionsUnixAblation.whole(world)))).count()).sum();
  }

  private static Set<String> seen(Program program, LionsUnixAblation ablation, World world) {
    return program.outcomes().get(ablation).get(world.name());
  }

  private static Table lines(Program program) {
    Table table = Table.of("lines", "What may be seen, in all schedules, where it differs from the whole program, and"
        + " whether that and nothing else was predicted for every world.", Column.text("changed line"),
        Column.text("world"), Column.text("seen"), Column.text("as predicted"));
    for (LionsUnixAblation one : LionsUnixAblation.all()) {
      String name = one.change;
      String right = program.behaves(one, one) ? "yes" : "no";
      for (World world : LionsUnixExperiment.PREDICTED_WORLDS) {
        Set<String> seen = seen(program, one, world);
        if (!seen.equals(Set.of(LionsUnixAblation.whole(world)))) {
          table = table.row(name, world.name(), String.join(" / ", seen), right);
          name = "";
          right = "";
        }
      }
      if (!name.isEmpty()) {
        table = table.row(name, "all", "no difference", right);
      }
    }
    return table;
  }

  private static Table explanations() {
    Table table = Table.of("explanations", "Why: the explanations as they were written down with the predictions.",
        Column.text("changed line"), Column.text("explanation"));
    for (LionsUnixAblation one : LionsUnixAblation.all()) {
      table = table.row(one.change, one.explanation);
    }
    return table;
  }

  private static Table effects(LionsUnixExperiment run) {
    Table table = Table.of("rules", "The same search for one rule, for the program's lines and for the network's units"
        + " (first seed); in percent: situations that change, situations for which the rule of the other half is right,"
        + " the same among the situations that change or are said to.", Column.text("changed"),
        Column.number("changes", 1), Column.number("right", 1), Column.number("right where it matters", 1),
        Column.text("best rule for all of them"));
    List<Damage> all = new ArrayList<>(run.lines());
    all.addAll(run.units());
    for (Damage one : all) {
      table = table.row(one.name(), 100 * one.changed(), 100 * one.right(),
          Double.isNaN(one.rightWhereItMatters()) ? null : 100 * one.rightWhereItMatters(), one.rule());
    }
    return table;
  }

  /// The stack and the save areas of the memory in use, before a step.
  private record Level(Place at, int height, int rsav, int ssav) {}

  /// The only schedule there is when one process grows by way of the disk.
  private static LineChart levels() {
    List<Level> whole = levels(LionsUnixAblation.NONE, Integer.MAX_VALUE);
    List<Level> untested = levels(LionsUnixAblation.NO_TEST, whole.size());
    int readIn = last(whole, Place.TEST, first(whole, Place.GROWN));
    return new LineChart("Who returns where: the stack and its two save areas", Axis.linear("step"),
        Axis.linear("height of the stack (calls)").range(0, 4), List.of(
            steps("stack", whole, 0, Level::height), steps("first save area, rsav", whole, 0, Level::rsav),
            steps("second save area, ssav", whole, 0, Level::ssav),
            dashed("stack, without the test", untested, readIn, Level::height)),
        List.of(ReferenceLine.vertical(first(whole, Place.SELF_OUT), "expand saves"),
            ReferenceLine.vertical(first(whole, Place.WRITTEN), "written"),
            ReferenceLine.vertical(readIn, "read in again"),
            ReferenceLine.vertical(first(whole, Place.GROWN), "expand returns")));
  }

  private static List<Level> levels(LionsUnixAblation ablation, int most) {
    LionsUnixMachine machine = new LionsUnixMachine(LionsUnixExperiment.WORLDS.get(3), ablation);
    List<Level> levels = new ArrayList<>();
    while (machine.at != Place.DISPATCH && levels.size() < most) {
      levels.add(new Level(machine.at, machine.u.height, machine.u.rsav, machine.u.ssav));
      machine.step();
      while (machine.at == Place.DISPATCH && !machine.choices().isEmpty()) {
        machine.choose(machine.choices().getFirst());
      }
    }
    return levels;
  }

  private static int first(List<Level> levels, Place place) {
    return IntStream.range(0, levels.size()).filter(i -> levels.get(i).at == place).findFirst().orElseThrow();
  }

  private static int last(List<Level> levels, Place place, int before) {
    return IntStream.range(0, before).filter(i -> levels.get(i).at == place).max().orElseThrow();
  }

  private static Series steps(String name, List<Level> levels, int from, ToIntFunction<Level> of) {
    int count = levels.size() - from;
    double[] x = new double[2 * count];
    double[] y = new double[2 * count];
    for (int i = 0; i < count; i++) {
      x[2 * i] = from + i;
      x[2 * i + 1] = from + i + 1;
      y[2 * i] = of.applyAsInt(levels.get(from + i));
      y[2 * i + 1] = y[2 * i];
    }
    return Series.line(name, x, y);
  }

  private static Series dashed(String name, List<Level> levels, int from, ToIntFunction<Level> of) {
    Series line = steps(name, levels, from, of);
    return Series.dashed(name, line.x(), line.y());
  }

  private static BarChart histogram(Runs<LionsUnixExperiment> runs) {
    List<String> groups = IntStream.range(0, BINS)
        .mapToObj(bin -> 100 / BINS * bin + " to " + 100 / BINS * (bin + 1) + " %").toList();
    return new BarChart("How well one rule predicts the damage", Axis.percent("share of the lines, of the units (%)"),
        groups, List.of(new Bars("lines of the program", shares(runs, LionsUnixExperiment::lines)),
            new Bars("units of the network", shares(runs, LionsUnixExperiment::units))), List.of());
  }

  private static double[] shares(Runs<LionsUnixExperiment> runs, Function<LionsUnixExperiment, List<Damage>> of) {
    double[] counts = new double[BINS];
    List<Damage> all = runs.measured().stream().flatMap(run -> of.apply(run).stream()).filter(Damage::isLearnable)
        .toList();
    all.forEach(one -> counts[Math.min(BINS - 1, (int) (BINS * one.rightWhereItMatters()))]++);
    return Arrays.stream(counts).map(count -> 100 * count / all.size()).toArray();
  }
}
