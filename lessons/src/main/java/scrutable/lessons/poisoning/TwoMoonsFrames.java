package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The sequence of the slides, frame by frame, for the first target of the first seed.
record TwoMoonsFrames(List<Illustration> frames) {

  static TwoMoonsFrames of(TwoMoonsWorld world, ChosenTargets target, int steps, int refits, Rng rng) {
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
    int most = TwoMoonsLesson.BUDGETS[TwoMoonsLesson.BUDGETS.length - 1];
    frames.add(poisoned("frame-4", "Eight unlabelled points at the place itself: nothing follows.",
        "But if we added unlabelled data there", world, target, TwoMoonsLesson.copies(world, target, most),
        rng));
    String[] titles = {"Instead: two points", "Four points", "Eight points: success"};
    for (int i = 0; i < TwoMoonsLesson.BUDGETS.length; i++) {
      int points = TwoMoonsLesson.BUDGETS[i];
      frames.add(poisoned("frame-" + (5 + i), "A bridge of " + points + " unlabelled points from a"
          + " labelled one.",
          titles[i], world, target, TwoMoonsLesson.bridge(world, target, points, rng), rng));
    }
    return new TwoMoonsFrames(frames);
  }

  private static Illustration poisoned(String name, String caption, String title, TwoMoonsWorld world,
      ChosenTargets target, Tensor pool, Rng rng) {
    DecisionAccess victim = world.labelSpreading().train(pool, rng);
    Tensor added = pool.slice(0, world.pool().size(0), pool.size(0));
    return frame(name, caption, title, world, target, added, List.of(boundary("label spreading", victim)));
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
        TwoMoonsWorld.TOP);
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

  /// The middles of `cells` times `cells` equal rectangles, `(cells^2, 2)`.
  static Tensor grid(int cells) {
    float[] middles = new float[2 * cells * cells];
    for (int i = 0; i < cells * cells; i++) {
      middles[2 * i] = (float) (TwoMoonsWorld.LEFT
          + (i % cells + 0.5) * (TwoMoonsWorld.RIGHT - TwoMoonsWorld.LEFT) / cells);
      middles[2 * i + 1] = (float) (TwoMoonsWorld.BOTTOM
          + (i / cells + 0.5) * (TwoMoonsWorld.TOP - TwoMoonsWorld.BOTTOM) / cells);
    }
    return Tensor.wrap(middles, cells * cells, 2);
  }
}
