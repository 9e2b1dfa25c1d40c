package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Whether to wait for a table: twelve yes-or-no attributes of a restaurant and an evening, of which three
/// count.
///
/// The guest waits if at least two of three are true: hungry, the place is *not* full, it is raining. As a
/// decision tree the rule has five questions; a tree that is grown breadth-first has all five after seven.
/// Then a share of the labels is turned round: guests have their moods. Attributes are independent, and true
/// with probability 1/2, but it rains on 35 % of all evenings. So there are 4,096 inputs, and the probability
/// of each with each label is known ([#distribution]).
///
/// The names follow the restaurant of Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd
/// edition, section 18.3; rule and numbers are of our own.
public final class Tree12 {
  /// The attributes, in the order of the inputs.
  public static final List<String> ATTRIBUTES = List.of("alternative", "bar", "weekend", "hungry", "full",
      "expensive", "raining", "reservation", "French", "long wait", "music", "terrace");

  /// The share of labels that are turned round, unless said otherwise.
  public static final double NOISE = 0.15;

  private static final List<String> CLASSES = List.of("leave", "wait");
  private static final int HUNGRY = ATTRIBUTES.indexOf("hungry");
  private static final int FULL = ATTRIBUTES.indexOf("full");
  private static final int RAINING = ATTRIBUTES.indexOf("raining");
  private static final double RAIN = 0.35;

  private Tree12() {}

  /// Draws `count` evenings with 15 % of the labels turned round.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, NOISE, rng);
  }

  /// Draws `count` evenings; takes one number from `rng`.
  ///
  /// @param noise the probability that a label is turned round, in [0, 1]
  /// @throws IllegalArgumentException if `count` is negative, or `noise` out of range
  public static Dataset generate(int count, double noise, Rng rng) {
    requireNoise(noise);
    if (count < 0) {
      throw new IllegalArgumentException("Tree12: count must not be negative, but is " + count);
    }
    int d = ATTRIBUTES.size();
    Rng stream = Rng.seed(rng.nextLong());
    Rng attributes = stream.split("attributes");
    Rng moods = stream.split("moods");
    float[] inputs = new float[count * d];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < d; j++) {
        inputs[i * d + j] = attributes.nextDouble() < probability(j) ? 1 : 0;
      }
      boolean wait = waits(inputs, i * d) != moods.nextDouble() < noise;
      labels[i] = wait ? 1 : 0;
    }
    return new Dataset("tree12", Tensor.wrap(inputs, count, d), Tensor.wrap(labels, count), CLASSES);
  }

  /// Every input with its probability and each label.
  ///
  /// @throws IllegalArgumentException if `noise` does not lie in [0, 1]
  public static KnownDistribution distribution(double noise) {
    requireNoise(noise);
    int d = ATTRIBUTES.size();
    float[] inputs = YesNoInputs.all(d);
    double[] joint = new double[2 << d];
    for (int x = 0; x < 1 << d; x++) {
      double p = 1;
      for (int j = 0; j < d; j++) {
        p *= inputs[x * d + j] == 1 ? probability(j) : 1 - probability(j);
      }
      int rule = waits(inputs, x * d) ? 1 : 0;
      joint[2 * x + rule] = p * (1 - noise);
      joint[2 * x + 1 - rule] = p * noise;
    }
    return new KnownDistribution(Tensor.wrap(inputs, 1 << d, d), Tensor.wrap(joint, 1 << d, 2));
  }

  private static void requireNoise(double noise) {
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("Tree12: noise is a probability, but is " + noise);
    }
  }

  private static double probability(int attribute) {
    return attribute == RAINING ? RAIN : 0.5;
  }

  private static boolean waits(float[] inputs, int start) {
    return inputs[start + HUNGRY] + (1 - inputs[start + FULL]) + inputs[start + RAINING] >= 2;
  }
}
