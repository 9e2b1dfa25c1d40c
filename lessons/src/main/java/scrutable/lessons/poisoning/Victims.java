package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What the lessons of this chapter share: training a small network, and choosing targets by a rule.
public final class Victims {
  private static final int BATCH = 50;

  private Victims() {}

  /// Trains by the cross-entropy with Adam, whose rate falls to a tenth.
  public static Module fit(Module network, Dataset data, int epochs, double learningRate, Rng shuffle) {
    Adam optimizer = new Adam(network.parameters(), learningRate);
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> learningRate * (1 - 0.9 * step.number() / step.count()));
    new ClassifierTraining(network, optimizer, settings, shuffle).run(data);
    return network;
  }

  /// What a network gives for these inputs, without recording.
  public static Tensor outputs(Module network, Tensor inputs) {
    return network.evaluating(() -> Graph.withoutRecording(() -> network.forward(inputs).value()));
  }

  /// The first `count` test examples that a victim without poison reads rightly, each wanted as another class,
  /// drawn at random. Nobody asks whether an attack would work on them.
  public static ChosenTargets targets(Dataset test, DecisionAccess unpoisoned, int count, Rng rng) {
    int[] labels = test.labels().toIntArray();
    int[] answers = unpoisoned.labels(test.inputs());
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < labels.length && rows.size() < count; i++) {
      if (answers[i] == labels[i]) {
        rows.add(i);
      }
    }
    int[] places = rows.stream().mapToInt(Integer::intValue).toArray();
    int[] wanted = new int[places.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (labels[places[i]] + 1 + rng.nextInt(test.classCount() - 1)) % test.classCount();
    }
    return new ChosenTargets(test.select(places).inputs(), Tensor.wrap(wanted, wanted.length));
  }
}
