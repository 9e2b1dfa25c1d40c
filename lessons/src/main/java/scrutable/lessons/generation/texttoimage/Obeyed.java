package scrutable.lessons.generation.texttoimage;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import scrutable.nn.data.generate.PlainSceneReader;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.tensor.Tensor;

/// How well pictures show what was asked for, read off their pixels.
///
/// @param all      the share of pictures in which everything is right
/// @param colour   in which the colour is; and so on
/// @param misfit   the median mean squared difference of a pixel from the nearest picture that could be meant
/// @param variance of a pixel among pictures of the same caption, mean over pixels and captions
record Obeyed(double all, double colour, double form, double relation, double place, double misfit, double variance) {
  private static final PlainSceneReader READER = new PlainSceneReader();

  /// Reads pictures `(N, 3, 12, 12)`.
  ///
  /// @param asked what each should show; captions may be repeated
  static Obeyed of(Tensor pictures, List<Caption> asked) {
    List<PlainSceneReader.Reading> readings = READER.read(pictures);
    List<Caption> shown = readings.stream().map(PlainSceneReader.Reading::caption).toList();
    double[] misfits = readings.stream().mapToDouble(PlainSceneReader.Reading::misfit).sorted().toArray();
    return new Obeyed(share(shown, asked, Caption::equals),
        share(shown, asked, (a, b) -> a.colour() == b.colour()), share(shown, asked, (a, b) -> a.form() == b.form()),
        share(shown, asked, (a, b) -> a.above() == b.above()), share(shown, asked, (a, b) -> a.snow() == b.snow()),
        misfits[misfits.length / 2], variance(pictures, asked));
  }

  private static double share(List<Caption> shown, List<Caption> asked, BiPredicate<Caption, Caption> right) {
    return (double) IntStream.range(0, asked.size()).filter(i -> right.test(shown.get(i), asked.get(i))).count()
        / asked.size();
  }

  /// NaN if no caption was asked for twice.
  private static double variance(Tensor pictures, List<Caption> asked) {
    int pixels = pictures.elementCount() / asked.size();
    float[] values = pictures.toFloatArray();
    double[] sums = new double[Caption.COUNT * pixels];
    double[] squares = new double[Caption.COUNT * pixels];
    int[] counts = new int[Caption.COUNT];
    for (int i = 0; i < asked.size(); i++) {
      int caption = asked.get(i).index();
      counts[caption]++;
      for (int p = 0; p < pixels; p++) {
        double value = values[i * pixels + p];
        sums[caption * pixels + p] += value;
        squares[caption * pixels + p] += value * value;
      }
    }
    return IntStream.range(0, sums.length).filter(i -> counts[i / pixels] > 1).mapToDouble(i -> {
      int count = counts[i / pixels];
      return (squares[i] - sums[i] * sums[i] / count) / (count - 1);
    }).average().orElse(Double.NaN);
  }
}
