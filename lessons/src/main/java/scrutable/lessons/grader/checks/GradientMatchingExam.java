package scrutable.lessons.grader.checks;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.Ball;
import scrutable.attacks.poisoning.GradientMatching;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The mismatch of small networks, and its gradient by the images: the right one by differences.
final class GradientMatchingExam {
  private static final double STEP = 1e-5;
  private static final double CLOSE = 1e-5;

  private GradientMatchingExam() {}

  static Exam exam() {
    return Exam.of("6.5",
        Part.of(Part.Kind.VALUES, "one surrogate", draw -> Answer.ofNumbers(Case.of(draw, 1).mismatch())),
        Part.of(Part.Kind.VALUES, "three surrogates", draw -> Answer.ofNumbers(Case.of(draw, 3).mismatch()))
            .following("one surrogate"),
        Part.of(Part.Kind.GRADIENT, "gradient by the images", draw -> Answer.of(Case.of(draw, 1).slope()))
            .checkedBy(draw -> Answer.of(Case.of(draw, 1).differences())).within(CLOSE).following("one surrogate"),
        Part.of(Part.Kind.EDGES, "the same and the opposite", draw -> Answer.ofNumbers(Case.of(draw, 2).towards(1),
            Case.of(draw, 2).towards(-3))).following("one surrogate"),
        Part.of(Part.Kind.EDGES, "nothing wanted", draw -> Answer.ofNumbers(Case.of(draw, 1).towards(0)))
            .following("one surrogate"));
  }

  /// Networks, images and what is wanted of them.
  private record Case(List<Module> networks, Tensor images, Tensor labels, List<List<Variable>> wanted) {
    static Case of(Draw draw, int surrogates) {
      int features = draw.size(3, 2, 4);
      List<Module> networks = new ArrayList<>();
      List<List<Variable>> wanted = new ArrayList<>();
      for (int i = 0; i < surrogates; i++) {
        Module network = new Sequential(Linear.of(draw.normal(4, features), draw.normal(4)), new Tanh(),
            Linear.of(draw.normal(3, 4), draw.normal(3)));
        networks.add(network);
        wanted.add(network.parameters().stream().map(p -> Variable.constant(draw.normal(p.shape()))).toList());
      }
      Tensor images = draw.normal(draw.size(3, 2, 5), features);
      int[] labels = new int[images.size(0)];
      for (int n = 0; n < labels.length; n++) {
        labels[n] = draw.rng().nextInt(3);
      }
      return new Case(networks, images, Tensor.ofInts(labels, labels.length), wanted);
    }

    private Variable mismatch(Variable of, List<List<Variable>> goal) {
      return new GradientMatching(networks, 1, 1, 1, Ball.linf(1)).mismatch(of, labels, goal);
    }

    double mismatch() {
      return mismatch(Variable.tracked(images), wanted).item();
    }

    Tensor slope() {
      Variable moving = Variable.tracked(images);
      return Gradients.of(mismatch(moving, wanted), moving).get(moving);
    }

    /// The slopes of what the student's mismatch says, by central differences.
    Tensor differences() {
      double[] numbers = images.toDoubleArray();
      double[] slopes = new double[numbers.length];
      for (int i = 0; i < slopes.length; i++) {
        double[] up = numbers.clone();
        double[] down = numbers.clone();
        up[i] += STEP;
        down[i] -= STEP;
        slopes[i] = (at(up) - at(down)) / (2 * STEP);
      }
      return Tensor.of(slopes, images.shape());
    }

    private double at(double[] numbers) {
      return mismatch(Variable.tracked(Tensor.of(numbers, images.shape())), wanted).item();
    }

    /// The mismatch where the wanted gradient is so many times the images' own.
    double towards(double times) {
      List<List<Variable>> goal = networks.stream().map(network -> own(network).stream()
          .map(gradient -> Variable.constant(gradient.to(DType.FLOAT64).mul(times))).toList()).toList();
      return mismatch(Variable.tracked(images), goal).item();
    }

    private List<Tensor> own(Module network) {
      Gradients gradients = Gradients.of(Losses.crossEntropy(network.forward(Variable.constant(images)),
          labels), network.parameters());
      return network.parameters().stream().map(gradients::get).toList();
    }
  }
}
