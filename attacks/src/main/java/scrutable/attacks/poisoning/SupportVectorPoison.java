package scrutable.attacks.poisoning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Box;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// New examples that spoil a support vector machine: each begins as a copy of an example of the attacked class
/// with the other label, and then climbs the loss on validation examples,
///
/// `x_c <- clip(x_c + stepSize g / |g|)`, `g` the [SupportVectorGradient] of the machine trained anew with `x_c`.
///
/// The label stays as it began; what moves is the picture. Of all places on the way the one with the largest
/// *validation* loss is kept: to choose by the test error would be to report a maximum as a measurement. Several
/// examples are made one after another, each in the presence of those before.
///
/// Biggio, Nelson and Laskov 2012, "Poisoning attacks against support vector machines", algorithm 1.
///
/// @param kernel of the machine
/// @param c of the machine
/// @param attackedClass the class, 0 or 1, that is copied; the label given is the other
/// @param stepSize the Euclidean length of a step, in units of the input
/// @param steps how many at most
/// @param box the values that an input may have
public record SupportVectorPoison(Kernel kernel, double c, int attackedClass, double stepSize, int steps, Box box)
    implements Poison<Dataset, ManyErrors> {
  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if the class is not 0 or 1, or steps or their size are negative
  public SupportVectorPoison {
    if (attackedClass != 0 && attackedClass != 1 || !(stepSize > 0) || steps < 0) {
      throw new IllegalArgumentException("SupportVectorPoison: the attacked class must be 0 or 1, the step size"
          + " positive and steps not negative, but they are " + attackedClass + ", " + stepSize + " and " + steps);
    }
  }

  /// One place on the way.
  ///
  /// @param example `x_c` there, `(1, ...)`
  /// @param validationLoss the mean hinge loss of the machine trained with it
  /// @param validationError the share of wrong answers of that machine
  public record Place(Tensor example, double validationLoss, double validationError) {}

  @Override
  public Poisoned<Dataset> craft(Dataset clean, ManyErrors goal, Budget budget, Rng rng) {
    Dataset poisoned = clean;
    for (int i = 0; i < budget.examples(); i++) {
      Tensor start = start(clean, rng.split(i));
      poisoned = with(poisoned, best(climb(poisoned, goal.on(), start)).example());
    }
    return Poisoned.of(clean, poisoned, budget, "support vector poisoning");
  }

  /// A random example of the attacked class, `(1, ...)`: where a climb begins.
  public Tensor start(Dataset clean, Rng rng) {
    int[] labels = clean.labels().toIntArray();
    int[] attacked = IntStream.range(0, labels.length).filter(i -> labels[i] == attackedClass).toArray();
    int place = attacked[rng.nextInt(attacked.length)];
    return clean.inputs().slice(0, place, place + 1);
  }

  /// The data with one more example, which has the attacker's label.
  public Dataset with(Dataset data, Tensor example) {
    return Neighbours.append(data, example, 1 - attackedClass);
  }

  //: code climb
  /// All places from the start to where the gradient vanishes or the steps are used up.
  public List<Place> climb(Dataset data, Dataset validation, Tensor start) {
    List<Place> way = new ArrayList<>();
    Tensor example = start;
    for (int step = 0; step <= steps; step++) {
      Dataset training = with(data, example);
      SupportVectorMachine machine = SupportVectorMachine.fit(training.inputs(), training.labels(), kernel, c);
      way.add(place(machine, example, validation));
      Tensor gradient = SupportVectorGradient.of(machine, training, data.size(), validation);
      double norm = StrictMath.sqrt(gradient.square().sum().item());
      if (norm == 0) {
        break;
      }
      Tensor move = gradient.mul(stepSize / norm).to(example.dtype());
      example = box.clip(example.add(move));
    }
    return way;
  }
  //: end

  private static Place place(SupportVectorMachine machine, Tensor example, Dataset validation) {
    double[] scores = machine.decisionFunction(validation.inputs()).toDoubleArray();
    int[] labels = validation.labels().toIntArray();
    int wrong = 0;
    for (int k = 0; k < scores.length; k++) {
      wrong += scores[k] > 0 == (labels[k] == 1) ? 0 : 1;
    }
    return new Place(example, SupportVectorGradient.hingeLoss(scores, validation) / scores.length,
        (double) wrong / scores.length);
  }

  /// The place with the largest validation loss, the first of equals.
  public static Place best(List<Place> way) {
    return way.stream().max(Comparator.comparingDouble(Place::validationLoss)).orElseThrow();
  }

  /// How the victim learns: a machine with the same kernel and the same price of errors.
  public Recipe<Dataset> victim() {
    return (data, unused) -> {
      SupportVectorMachine machine = SupportVectorMachine.fit(data.inputs(), data.labels(), kernel, c);
      return inputs -> machine.predict(inputs).toIntArray();
    };
  }
}
