package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.World;
import scrutable.lessons.understood.lionsunix.LionsUnixRule.Case;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A program and a network that do the same, each damaged in one place after the other.
///
/// The program: twelve lines are changed, one at a time, and all schedules of five small worlds are run; what was
/// predicted beforehand stands in [LionsUnixAblation]. The network learns what each step of the program does from
/// the situation in which it is done; then each of its hidden units is silenced, and the best single rule
/// that half of the situations suggest must say what the other half does. The same search for rules is let
/// loose on the program's lines.
///
/// @param accuracy of the undamaged network on all situations
/// @param weights how many numbers the network has
/// @param units what silencing each hidden unit does
/// @param lines what changing each line does to the single steps
record LionsUnixExperiment(double accuracy, int weights, List<Damage> units, List<Damage> lines) {
  static final int HIDDEN = 16;
  private static final int EPOCHS = 250;
  private static final int BATCH = 32;
  private static final double RATE = 0.01;
  private static final int HALVINGS = 5;
  private static final double LEAST_CHANGED = 0.01;

  static final List<World> WORLDS = List.of(new World("fork in core", 2, true, false),
      new World("fork by disk", 1, true, false), new World("grow in core", 3, false, true),
      new World("grow by disk", 2, false, true), new World("fork and grow", 4, true, true),
      new World("crowded", 2, true, true));
  /// In the last world, where each process wants the memory of both, nothing is predicted; the program must work there.
  static final List<World> PREDICTED_WORLDS = WORLDS.subList(0, 5);

  /// What damage in one place does to single steps.
  ///
  /// @param changed the share of situations in which something else is done
  /// @param right the share of situations for which the rule of the other half says what is done
  /// @param rightWhereItMatters the same among the situations that change or are said to change; NaN without any
  /// @param rule the best for all situations
  record Damage(String name, double changed, double right, double rightWhereItMatters, String rule) {
    /// Whether enough changes for each half to know something of it.
    boolean isLearnable() {
      return changed >= LEAST_CHANGED;
    }
  }

  /// The share of situations that the median of all damages changes.
  static double medianChanged(List<Damage> damages) {
    double[] values = damages.stream().mapToDouble(Damage::changed).sorted().toArray();
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /// The median of the damages from which a rule can be learned.
  static double median(List<Damage> damages, ToDoubleFunction<Damage> of) {
    double[] values = damages.stream().filter(Damage::isLearnable).mapToDouble(of).sorted().toArray();
    return values.length == 0 ? Double.NaN
        : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /// The program, whole and with each change.
  ///
  /// @param steps what is done in which situation, of all worlds
  /// @param decisions how many states the exploration of the whole program met
  /// @param outcomes by ablation and world, everything that was seen
  /// @param changed by ablation, what it does in each of the situations
  record Program(Map<LionsUnixSituation, LionsUnixSchedules.Step> steps, int decisions,
      Map<LionsUnixAblation, Map<String, Set<String>>> outcomes, Map<LionsUnixAblation, List<String>> changed) {
    static Program explore() {
      Map<LionsUnixSituation, LionsUnixSchedules.Step> steps = new LinkedHashMap<>();
      Map<LionsUnixAblation, Map<String, Set<String>>> outcomes = new LinkedHashMap<>();
      int decisions = 0;
      for (LionsUnixAblation ablation : LionsUnixAblation.values()) {
        outcomes.put(ablation, new LinkedHashMap<>());
        for (World world : WORLDS) {
          LionsUnixSchedules all = LionsUnixSchedules.of(world, ablation);
          outcomes.get(ablation).put(world.name(), all.outcomes());
          if (ablation == LionsUnixAblation.NONE) {
            all.steps().forEach(steps::putIfAbsent);
            decisions += all.decisions();
          }
        }
      }
      Map<LionsUnixAblation, List<String>> changed = new LinkedHashMap<>();
      for (LionsUnixAblation ablation : LionsUnixAblation.values()) {
        changed.put(ablation, steps.values().stream().map(step -> step.doneBy(ablation)).toList());
      }
      return new Program(steps, decisions, outcomes, changed);
    }

    //: code judge
    /// In how many worlds the unchanged program does what is documented, and nothing else.
    long documented() {
      return WORLDS.stream().filter(world -> outcomes.get(LionsUnixAblation.NONE).get(world.name())
          .equals(LionsUnixAblation.NONE.expected(world))).count();
    }

    /// How many changes alter what some step does.
    long altering() {
      return LionsUnixAblation.all().stream()
          .filter(one -> !changed.get(one).equals(changed.get(LionsUnixAblation.NONE))).count();
    }

    /// Whether the program with one line changed does what was predicted for a change, in each world: no more, no less.
    boolean behaves(LionsUnixAblation changed, LionsUnixAblation predicted) {
      return PREDICTED_WORLDS.stream().allMatch(world ->
          outcomes.get(changed).get(world.name()).equals(predicted.expected(world)));
    }

    /// How many changes behave as predicted for the change that stands `shift` places further down the list.
    int predictedRight(int shift) {
      List<LionsUnixAblation> all = LionsUnixAblation.all();
      return (int) IntStream.range(0, all.size())
          .filter(i -> behaves(all.get(i), all.get((i + shift) % all.size()))).count();
    }
    //: end
  }

  /// Trains a network and damages it.
  ///
  /// @param sham whether silencing a unit leaves it as it is
  static LionsUnixExperiment of(Program program, boolean sham, Rng rng) {
    List<LionsUnixSituation> situations = List.copyOf(program.steps.keySet());
    List<String> done = program.changed.get(LionsUnixAblation.NONE);
    List<String> classes = done.stream().distinct().sorted().toList();
    float[] bits = new float[situations.size() * LionsUnixSituation.BITS];
    for (int i = 0; i < situations.size(); i++) {
      System.arraycopy(situations.get(i).bits(), 0, bits, i * LionsUnixSituation.BITS, LionsUnixSituation.BITS);
    }
    Dataset table = new Dataset("next-state table", Tensor.wrap(bits, situations.size(), LionsUnixSituation.BITS),
        Tensor.wrap(done.stream().mapToInt(classes::indexOf).toArray(), situations.size()), classes);
    Linear first = new Linear(LionsUnixSituation.BITS, HIDDEN, rng.split("first"));
    Linear second = new Linear(HIDDEN, classes.size(), rng.split("second"));
    train(new Sequential(first, new Relu(), second), table, rng.split("shuffle"));
    Tensor hidden = Graph.withoutRecording(
        () -> new Relu().forward(first.forward(Variable.constant(table.inputs()))).value());
    List<String> answers = answers(hidden, second, classes);
    double right = IntStream.range(0, answers.size()).filter(i -> answers.get(i).equals(done.get(i))).count();
    Rng halves = rng.split("halves");
    List<int[]> orders = IntStream.range(0, HALVINGS).mapToObj(i -> halves.split(i).permutation(done.size())).toList();
    List<Damage> units = new ArrayList<>();
    for (int unit = 0; unit < HIDDEN; unit++) {
      List<String> silenced = answers(sham ? hidden : hidden.mul(allBut(unit)), second, classes);
      units.add(damage("unit " + (unit + 1), situations, answers, silenced, orders));
    }
    List<Damage> lines = new ArrayList<>();
    for (LionsUnixAblation line : LionsUnixAblation.all()) {
      lines.add(damage(line.change, situations, done, program.changed.get(line), orders));
    }
    int weights = (LionsUnixSituation.BITS + 1) * HIDDEN + (HIDDEN + 1) * classes.size();
    return new LionsUnixExperiment(right / answers.size(), weights, units, lines);
  }

  private static void train(Sequential network, Dataset table, Rng shuffle) {
    TrainingSettings settings = TrainingSettings.of(EPOCHS, BATCH)
        .withRate(step -> RATE * (EPOCHS - step.epoch()) / EPOCHS);
    new ClassifierTraining(network, new Adam(network.parameters(), RATE), settings, shuffle).run(table);
  }

  private static List<String> answers(Tensor hidden, Linear second, List<String> classes) {
    Tensor logits = Graph.withoutRecording(() -> second.forward(Variable.constant(hidden)).value());
    return IntStream.of(logits.argmax(1).toIntArray()).mapToObj(classes::get).toList();
  }

  private static Tensor allBut(int unit) {
    float[] mask = new float[HIDDEN];
    for (int i = 0; i < HIDDEN; i++) {
      mask[i] = i == unit ? 0 : 1;
    }
    return Tensor.wrap(mask, HIDDEN);
  }

  /// The best rule of each half of the situations, judged by the other half, for several ways to halve them.
  private static Damage damage(String name, List<LionsUnixSituation> situations, List<String> before,
      List<String> after, List<int[]> orders) {
    List<Case> all = IntStream.range(0, before.size())
        .mapToObj(i -> Case.of(situations.get(i), before.get(i), after.get(i))).toList();
    int judged = 0;
    int right = 0;
    int concerned = 0;
    int rightThere = 0;
    for (int[] order : orders) {
      List<Case> cases = IntStream.of(order).mapToObj(all::get).toList();
      List<List<Case>> halves = List.of(cases.subList(0, cases.size() / 2),
          cases.subList(cases.size() / 2, cases.size()));
      for (int half = 0; half < 2; half++) {
        LionsUnixRule rule = LionsUnixRule.best(halves.get(half));
        List<Case> other = halves.get(1 - half);
        judged += other.size();
        right += rule.right(other);
        concerned += rule.concerned(other).size();
        rightThere += rule.right(rule.concerned(other));
      }
    }
    double changed = all.stream().filter(Case::isChanged).count();
    return new Damage(name, changed / all.size(), (double) right / judged, (double) rightThere / concerned,
        LionsUnixRule.best(all).toString());
  }
}
