package scrutable.lessons.poisoning.twomoons;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.lessons.poisoning.DecisionBoundary;
import scrutable.lessons.poisoning.twomoons.TwoMoonsExperiment.Measurement;
import scrutable.lessons.poisoning.twomoons.TwoMoonsExperiment.Network;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The tables, the frames and the headline numbers of [TwoMoonsLesson].
final class TwoMoonsFigures {
  /// The colour of the line in all frames, whatever else they show.
  private static final int BOUNDARY = 6;
  private TwoMoonsFigures() {}

  static List<Finding> of(Runs<Measurement> runs, Network network, List<Illustration> frames) {
    List<Finding> findings = new ArrayList<>();
    Table table = Table.of("moons", "Label spreading on two moons with six labels; each target is attacked"
        + " alone.",
        Column.text("quantity"), Column.number("median (%)", 1), Column.text("least to greatest"));
    table = row(table, "accuracy, labels alone (a network)", runs, Measurement::supervised);
    table = row(table, "accuracy, label spreading", runs, Measurement::clean);
    table = row(table, "accuracy, with a bridge of 8 points", runs, Measurement::accuracy);
    for (int b = 0; b < TwoMoonsExperiment.BUDGETS.length; b++) {
      int budget = b;
      table = row(table, "targets flipped by a bridge of " + TwoMoonsExperiment.BUDGETS[b] + " points", runs,
          run -> run.bridge()[budget]);
    }
    table = row(table, "targets flipped by 8 points at the target", runs, Measurement::copies);
    table = row(table, "targets flipped by an equal bridge to another place", runs, Measurement::elsewhere);
    table = row(table, "targets flipped by 8 points anywhere", runs, Measurement::random);
    findings.add(table);
    findings.add(networkTable(network));
    findings.addAll(frames);
    findings.add(runs.headline("clean", Measurement::clean));
    findings.add(runs.headline("supervised", Measurement::supervised));
    findings.add(runs.headline("two", run -> run.bridge()[0]));
    findings.add(runs.headline("eight", run -> run.bridge()[2]));
    findings.add(runs.headline("copies", Measurement::copies));
    findings.add(Headline.percent("plane", network.disagreement()));
    findings.add(Headline.percent("network-bridge", network.bridge()));
    findings.add(Headline.percent("network-clean", Spread.of(network.accuracies()).median()));
    return findings;
  }

  private static Table networkTable(Network network) {
    Spread accuracy = Spread.of(network.accuracies());
    return Table.of("network", "A network that learns by virtual adversarial training from the same points"
        + " (first seed only; " + network.accuracies().length + " refits).",
            Column.text("quantity"), Column.number("value (%)", 1))
        .row("accuracy, least of the refits", 100 * accuracy.min())
        .row("accuracy, median of the refits", 100 * accuracy.median())
        .row("test points on which the refits do not all agree", 100 * network.disagreementOnTest())
        .row("the drawn plane on which they do not all agree", 100 * network.disagreement())
        .row("targets flipped by a bridge of 8 points", 100 * network.bridge())
        .row("targets flipped by 8 points at the target", 100 * network.copies());
  }

  private static Table row(Table table, String name, Runs<Measurement> runs,
      ToDoubleFunction<Measurement> of) {
    return table.row(name, runs.percent(of).median(), runs.percent(of).range(1));
  }

  /// The sequence of the slides, frame by frame, for one target.
  static List<Illustration> frames(TwoMoonsWorld world, ChosenTargets target, int steps, int refits, Rng rng) {
    List<Illustration> frames = new ArrayList<>();
    Tensor none = world.pool().slice(0, 0, 0);
    DecisionAccess labelsAlone = world.supervised(steps).train(world.pool(), rng.split("supervised"));
    frames.add(frame("frame-1", "What six labels alone teach a network.", "Six labels", world, null, none,
        List.of(boundary("learned from labels alone", labelsAlone))));
    List<Series> curves = new ArrayList<>();
    for (int i = 0; i < refits; i++) {
      DecisionAccess refit = world.virtualAdversarialTraining(steps)
          .train(world.pool(), rng.split("refit").split(i));
      curves.add(boundary(i == 0 ? "networks that differ in their seed" : "", refit).colouredAs(3));
    }
    frames.add(frame("frame-2", "The same network with the unlabelled points, learned ten times with"
        + " different random numbers. Why does the model learn this decision boundary?", "We don't"
        + " know", world, null, none, curves));
    DecisionAccess clean = world.labelSpreading().train(world.pool(), rng);
    frames.add(frame("frame-3", "Label spreading, and the error that is desired: the diamond should get"
        + " the label of the other moon.", "Desired error", world, target, none, List.of(boundary("label"
        + " spreading", clean))));
    int most = TwoMoonsExperiment.BUDGETS[TwoMoonsExperiment.BUDGETS.length - 1];
    frames.add(poisoned("frame-4", "Eight unlabelled points at the place itself: nothing follows.",
        "But if we added unlabelled data there", world, target, TwoMoonsExperiment.copies(world, target, most, false),
        rng));
    String[] titles = {"Instead: two points", "Four points", "Eight points: success"};
    for (int i = 0; i < TwoMoonsExperiment.BUDGETS.length; i++) {
      int points = TwoMoonsExperiment.BUDGETS[i];
      frames.add(poisoned("frame-" + (5 + i), "A bridge of " + points + " unlabelled points from a"
          + " labelled one.",
          titles[i], world, target, TwoMoonsExperiment.bridge(world, target, points, false, rng), rng));
    }
    return frames;
  }

  private static Illustration poisoned(String name, String caption, String title, TwoMoonsWorld world,
      ChosenTargets target, Tensor pool, Rng rng) {
    DecisionAccess victim = world.labelSpreading().train(pool, rng);
    return frame(name, caption, title, world, target, world.added(pool), List.of(boundary("label spreading", victim)));
  }

  private static Illustration frame(String name, String caption, String title, TwoMoonsWorld world,
      ChosenTargets target, Tensor added, List<Series> curves) {
    List<Points> points = new ArrayList<>();
    points.add(points("no label", world.pool()));
    for (int label = 0; label < 2; label++) {
      points.add(points("label " + world.labelled().classNames().get(label),
          world.labelled().ofClasses(label).inputs()));
    }
    if (target != null) {
      points.add(points("desired error", target.inputs()));
    }
    if (added.size(0) > 0) {
      points.add(points("poison", added));
    }
    return new Illustration(name, caption, new ScatterPlot(title,
        Axis.linear("").range(TwoMoonsWorld.LEFT, TwoMoonsWorld.RIGHT),
        Axis.linear("").range(TwoMoonsWorld.BOTTOM, TwoMoonsWorld.TOP), points, curves, List.of()));
  }

  private static Series boundary(String name, DecisionAccess victim) {
    return DecisionBoundary.of(name, victim, TwoMoonsWorld.LEFT, TwoMoonsWorld.RIGHT, TwoMoonsWorld.BOTTOM,
        TwoMoonsWorld.TOP).colouredAs(BOUNDARY);
  }

  private static Points points(String name, Tensor places) {
    double[] x = new double[places.size(0)];
    double[] y = new double[places.size(0)];
    for (int i = 0; i < x.length; i++) {
      x[i] = places.get(i, 0);
      y[i] = places.get(i, 1);
    }
    return new Points(name, x, y);
  }
}
