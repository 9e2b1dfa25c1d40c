package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.nn.data.generate.PlainScenes.Layout;
import scrutable.nn.data.generate.Scenes.Colour;
import scrutable.nn.data.generate.Scenes.Form;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Reads the caption of a picture off its pixels, without having learned anything: the caption of that picture, out of
/// a list of all that [PlainScenes] could have painted, that differs least from it.
///
/// The list has every caption with the form and the stone in many places, half a pixel or so apart. As the two lie in
/// different parts of the picture, each is looked for on its own: the form in the two thirds of the picture near the
/// upper (or left) border, the stone in the rest. The difference is the sum of the squared differences of all pixels.
///
/// It always answers, also of a picture that shows nothing; then [Reading#misfit] is large.
public final class PlainSceneReader {
  private static final int SIZE = PlainScenes.SIZE;
  private static final int AREA = SIZE * SIZE;
  /// Rows (or columns) of the form's part.
  private static final int NEAR = 8;

  private final List<List<Template>> forms = new ArrayList<>();      // by relation and place
  private final List<List<Template>> stones = new ArrayList<>();

  /// @param caption what the template shows, as far as its part of the picture goes
  private record Template(Caption caption, double[] pixels) {}

  /// What was read.
  ///
  /// @param misfit the mean squared difference of a pixel from the nearest picture of the list; pixels lie in [-1, 1]
  public record Reading(Caption caption, double misfit) {}

  /// Paints the list.
  public PlainSceneReader() {
    for (int group = 0; group < 4; group++) {
      boolean above = group / 2 == 1;
      boolean snow = group % 2 == 1;
      List<Template> ofForm = new ArrayList<>();
      for (int kind = 0; kind < 16; kind++) {
        Caption caption = new Caption(Colour.values()[kind / 4], Form.values()[kind % 4], above, snow);
        for (double across : grid(Layout.ACROSS_FROM, Layout.ACROSS_TO, 7)) {
          for (double along : grid(Layout.ALONG_FROM, Layout.ALONG_TO, 2)) {
            ofForm.add(template(caption, across, along, 6, 9.5));
          }
        }
      }
      forms.add(ofForm);
      List<Template> ofStone = new ArrayList<>();
      Caption any = new Caption(Colour.RED, Form.DISC, above, snow);
      for (double across : grid(Layout.STONE_ACROSS_FROM, Layout.STONE_ACROSS_TO, 13)) {
        for (double along : grid(Layout.STONE_ALONG_FROM, Layout.STONE_ALONG_TO, 2)) {
          ofStone.add(template(any, 6, 4, across, along));
        }
      }
      stones.add(ofStone);
    }
  }

  private static Template template(Caption caption, double across, double along, double stoneAcross,
      double stoneAlong) {
    double radius = (Layout.RADIUS_FROM + Layout.RADIUS_TO) / 2;
    return new Template(caption, new Layout(caption, across, along, radius, stoneAcross, stoneAlong).paint());
  }

  /// The middles of `count` equal pieces.
  private static double[] grid(double from, double to, int count) {
    double[] middles = new double[count];
    Arrays.setAll(middles, i -> from + (to - from) * (i + 0.5) / count);
    return middles;
  }

  /// Reads pictures.
  ///
  /// @param pictures `(N, 3, 12, 12)`; what lies outside of [-1, 1] is clipped
  /// @throws IllegalArgumentException if the shape is another one, or a pixel is not a number
  public List<Reading> read(Tensor pictures) {
    if (pictures.rank() != 4 || !pictures.hasShape(pictures.size(0), 3, SIZE, SIZE)) {
      throw new IllegalArgumentException("PlainSceneReader: pictures must be (N, 3, " + SIZE + ", " + SIZE + "), not "
          + Shape.text(pictures.shape()));
    }
    double[] pixels = pictures.clamp(-1, 1).toDoubleArray();
    if (Arrays.stream(pixels).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("PlainSceneReader: a pixel is not a number");
    }
    Reading[] readings = new Reading[pictures.size(0)];
    Parallel.forRange(readings.length, 8, (from, to) -> {
      for (int i = from; i < to; i++) {
        readings[i] = read(Arrays.copyOfRange(pixels, i * 3 * AREA, (i + 1) * 3 * AREA));
      }
    });
    return List.of(readings);
  }

  private Reading read(double[] picture) {
    Caption best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int group = 0; group < 4; group++) {
      boolean above = group / 2 == 1;
      double stone = Double.POSITIVE_INFINITY;
      for (Template template : stones.get(group)) {
        stone = Math.min(stone, difference(picture, template.pixels, above, NEAR, SIZE, stone));
      }
      for (Template template : forms.get(group)) {
        double sum = stone + difference(picture, template.pixels, above, 0, NEAR, least - stone);
        if (sum < least) {
          least = sum;
          best = template.caption;
        }
      }
    }
    return new Reading(best, least / (3 * AREA));
  }

  /// The sum of squared differences in the rows (or columns) `from <= i < to`; a part of it if that is above the limit.
  private static double difference(double[] a, double[] b, boolean rows, int from, int to, double limit) {
    double sum = 0;
    for (int line = from; line < to && sum <= limit; line++) {
      int start = rows ? line * SIZE : line;
      int step = rows ? 1 : SIZE;
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < SIZE; k++) {
          double d = a[c * AREA + start + k * step] - b[c * AREA + start + k * step];
          sum += d * d;
        }
      }
    }
    return sum;
  }
}
