package scrutable.attacks.poisoning;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Puts the trigger on some training images and gives them the wanted label: the victim learns that the sign
/// says more than the picture.
///
/// Images of the wanted class are left alone, for they would teach nothing. Gu, Dolan-Gavitt and Garg 2017,
/// "BadNets: identifying vulnerabilities in the machine learning model supply chain", section 4.
///
/// @param relabelled whether poisoned images get the wanted label; without it the sign means nothing, which is
///     the ablation
public record BackdoorPoison(boolean relabelled) implements Poison<Dataset, Backdoor> {
  /// The attack itself.
  public BackdoorPoison() {
    this(true);
  }

  @Override
  public Poisoned<Dataset> craft(Dataset clean, Backdoor goal, Budget budget, Rng rng) {
    int[] labels = clean.labels().toIntArray();
    int[] others = IntStream.range(0, labels.length).filter(i -> labels[i] != goal.wanted()).toArray();
    int count = Math.min(budget.examples(), others.length);
    int[] places = Arrays.stream(rng.sampleWithoutReplacement(others.length, count)).map(i -> others[i]).toArray();
    if (count == 0) {
      return Poisoned.of(clean, clean, budget, "backdoor");
    }
    Tensor stamped = goal.trigger().apply(Indexing.select(clean.inputs(), 0, Tensor.ofInts(places, count)));
    if (relabelled) {
      Arrays.stream(places).forEach(i -> labels[i] = goal.wanted());
    }
    Dataset poisoned = Neighbours.replaceInputs(clean, places, stamped)
        .withLabels(Tensor.wrap(labels, labels.length));
    return Poisoned.of(clean, poisoned, budget, relabelled ? "backdoor" : "trigger without a wrong label");
  }
}
