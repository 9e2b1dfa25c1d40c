package scrutable.lessons.understood.istriangle;

import scrutable.nn.data.generate.Shapes;
import scrutable.nn.validation.Hypothesis;
import scrutable.tensor.Tensor;

/// The program on the slide: a shape is a triangle if its upper half holds less than half of what its lower half
/// holds, `u < threshold l` with threshold 1/2.
///
/// It can be read, so its failures can be predicted: see [#calledTriangle].
public record TriangleRule(double threshold) implements Hypothesis {
  public static final int TRIANGLE = 0;
  public static final int OTHER = 1;

  /// The rule of the slide.
  public static final TriangleRule OF_THE_SLIDE = new TriangleRule(0.5);

  //: code rule
  /// What the rule says of each picture, `(N, 1, H, W)` to `(N,)`.
  @Override
  public Tensor predict(Tensor pictures) {
    Tensor rows = pictures.sum(false, 1, 3);                                       // (N, H)
    int half = rows.size(1) / 2;
    double[] upper = rows.slice(1, 0, half).sum(false, 1).toDoubleArray();
    double[] lower = rows.slice(1, half, rows.size(1)).sum(false, 1).toDoubleArray();
    int[] result = new int[upper.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = upper[i] < threshold * lower[i] ? TRIANGLE : OTHER;
    }
    return Tensor.wrap(result, result.length);
  }
  //: end

  //: code prediction
  /// What the rule will say of an upright shape of height `h` that is moved `shift` pixels down, by geometry alone.
  ///
  /// Of the height, the share `t = 1/2 - shift / h` lies in the upper half of the picture (clamped to [0, 1]).
  /// A triangle has the share `t^2` of its area there, a disc `(a - sin a cos a) / pi` with `cos a = 1 - 2 t`.
  /// With the share `F` above, `u / l = F / (1 - F)`.
  public boolean calledTriangle(Shapes.Kind kind, double height, int shift) {
    double t = Math.clamp(0.5 - shift / height, 0, 1);
    double above = switch (kind) {
      case TRIANGLE -> t * t;
      case DISC -> {
        double angle = StrictMath.acos(1 - 2 * t);
        yield (angle - StrictMath.sin(angle) * StrictMath.cos(angle)) / Math.PI;
      }
      case SQUARE, DIAMOND -> throw new IllegalArgumentException("no formula is derived here for " + kind);
    };
    return above < threshold * (1 - above);
  }
  //: end
}
