package scrutable.attacks.evaluation;

import java.util.Arrays;
import java.util.function.Supplier;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.Cholesky;

/// Can an attack find an adversarial example that is known to be there?
///
/// The robustness of a defended network is unknown, so that a failed attack proves nothing. But its features
/// can be given a new question whose answer is known: points drawn from the inner part of the ball around an
/// image are class 0, one point on the surface of the ball is class 1, and a linear head on the features
/// learns to tell them apart. By construction there is an adversarial example. An attack that does not find
/// it is too weak for this network, whatever its result on the real question. Random search must fail, or the
/// test is too easy.
///
/// The head is Fisher's linear discriminant in closed form, `w = (S + ridge)^-1 (phi(surface) - mean)` with
/// the covariance `S` of the inner features; the paper trains a logistic regression. Images whose head does
/// not separate all points are left out and counted.
///
/// Source: Zimmermann, Brendel, Tramer and Carlini, "Increasing confidence in adversarial robustness
/// evaluations", NeurIPS 2022, section 4 and algorithm 1.
///
/// @param inner how many inner points, the image itself among them; 999 in the paper
/// @param share the radius of the inner part, as a share of eps; 0.95 in the paper
/// @param closeness where the threshold lies between the highest inner score (0) and that of the surface
///     point (1): the closer to 1, the fewer points of the ball are of class 1; 0.999 in the paper's code
/// @param randomTries how many random points the control may try
public record BinarizationTest(int inner, double share, double closeness, int randomTries) {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a share does not lie between 0 and 1, or a count is too small
  public BinarizationTest {
    if (inner < 2 || randomTries < 1 || !(share > 0 && share < 1) || !(closeness > 0 && closeness < 1)) {
      throw new IllegalArgumentException("BinarizationTest: needed are inner >= 2, randomTries >= 1, and"
          + " share and closeness between 0 and 1, not " + inner + ", " + randomTries + ", " + share + ", "
          + closeness);
    }
  }

  /// The test of the paper, with as many random tries as inner points.
  public static BinarizationTest standard() {
    return new BinarizationTest(999, 0.95, 0.999, 999);
  }

  /// What came out.
  ///
  /// @param attackSuccess the share of the tested images where the attack found class 1; should be 1
  /// @param randomSuccess the same for random points of the ball; should be small
  /// @param tested how many images had a head that separates
  /// @param leftOut how many had not
  public record Report(double attackSuccess, double randomSuccess, int tested, int leftOut) {}

  /// Tests an attack on the features of a network.
  ///
  /// @param features the network without its last layer, defence included: images `(N, ...)` in, `(N, D)` out
  /// @param images `(N, ...)`, in the box
  public Report run(Module features, Tensor images, FixedBudgetAttack<? super WhiteBox> attack, Ball ball,
      Rng rng) {
    ball.requireFinite("BinarizationTest");
    ball.require(images);
    int tested = 0;
    int byAttack = 0;
    int byChance = 0;
    for (int i = 0; i < images.size(0); i++) {
      Tensor image = images.slice(0, i, i + 1);
      Rng own = rng.split(i);
      Module head = head(features, image, ball, own);
      if (head != null) {
        Classifier victim = Classifier.of(new Binary(features, head));
        Untargeted leave = Untargeted.of(0);
        tested++;
        byAttack += attack.run(victim, image, leave, ball, own.split("attack")).success()[0] ? 1 : 0;
        byChance += RandomNoise.uniform().withRestarts(randomTries)
            .run(victim, image, leave, ball, own.split("chance")).success()[0] ? 1 : 0;
      }
    }
    int leftOut = images.size(0) - tested;
    return new Report(byAttack / (double) tested, byChance / (double) tested, tested, leftOut);
  }

  /// A head that gives logits `(0, f)` with `f > 0` for the surface point only, or null if there is none.
  private Module head(Module features, Tensor image, Ball ball, Rng rng) {
    Tensor inside = values(features, points(image, ball, share * ball.eps(), inner - 1, rng.split("inner")));
    Tensor centre = values(features, image);
    Tensor surface = values(features, onSurface(image, ball, rng.split("surface")));
    Tensor all = Joining.concat(0, centre, inside).to(DType.FLOAT64);
    Tensor mean = all.mean(true, 0);
    Tensor centred = all.sub(mean);
    int size = all.size(1);
    Tensor covariance = centred.t().matmul(centred).div(inner);
    double ridge = 1e-3 * covariance.mul(Tensor.identity(size, DType.FLOAT64)).sum().item() / size + 1e-12;
    Tensor regular = covariance.add(Tensor.identity(size, DType.FLOAT64).mul(ridge));
    Tensor normal = Cholesky.of(regular).solve(surface.to(DType.FLOAT64).sub(mean).reshape(size, 1));
    double[] scores = all.matmul(normal).toDoubleArray();
    double highest = Arrays.stream(scores).max().orElseThrow();
    double target = surface.to(DType.FLOAT64).matmul(normal).item();
    double middle = Arrays.stream(scores).average().orElseThrow();
    if (!(target > highest)) {
      return null;
    }
    double threshold = highest + closeness * (target - highest);
    double scale = 10 / (target - middle);
    Variable weight = Variable.constant(normal.mul(scale).to(image.dtype()));
    return x -> {
      Variable score = x.matmul(weight).sub(threshold * scale);
      return Variable.concat(1, score.mul(0), score);
    };
  }

  private static Tensor values(Module features, Tensor images) {
    Supplier<Tensor> values = () -> Graph.withoutRecording(() -> features.forward(images).value());
    return features.evaluating(values);
  }

  private static Tensor points(Tensor image, Ball ball, double radius, int count, Rng rng) {
    int[] one = Arrays.copyOfRange(image.shape(), 1, image.rank());
    Tensor[] points = new Tensor[count];
    Arrays.setAll(points, i -> ball.norm().randomIn(radius, image.dtype(), rng, one));
    return ball.box().clip(image.add(Joining.stack(0, points)));
  }

  /// A random direction, as long as eps. In LINF that is a corner, so that no pixel is nearer than others.
  private static Tensor onSurface(Tensor image, Ball ball, Rng rng) {
    Tensor direction = rng.normal(image.shape()).to(image.dtype());
    Tensor corner = ball.norm() == Norm.LINF ? direction.sign() : direction;
    Tensor change = corner.mul(ball.eps() / ball.norm().of(corner)[0]);
    return ball.project(image, image.add(change));
  }

  private record Binary(Module features, Module head) implements Module {
    @Override
    public Variable forward(Variable images) {
      return head.forward(features.forward(images));
    }

    @Override
    public void describe(Parts parts) {
      parts.child("features", features);
    }
  }
}
