package scrutable.attacks.physical;

import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

/// The colours that a printer can print.
///
/// @param colours each with one value per channel
public record Palette(List<double[]> colours) {
  /// Checks and copies the colours.
  ///
  /// @throws IllegalArgumentException if there are none, or they differ in the number of channels
  public Palette {
    if (colours.stream().mapToInt(colour -> colour.length).distinct().count() != 1) {
      throw new IllegalArgumentException("Palette: needed is at least one colour, all with the same number of"
          + " channels, not " + colours.stream().map(Arrays::toString).toList());
    }
    colours = colours.stream().map(double[]::clone).toList();
  }

  /// Shades from black to white, evenly spaced.
  ///
  /// @throws IllegalArgumentException if there are fewer than two
  public static Palette greys(int count, int channels) {
    if (count < 2) {
      throw new IllegalArgumentException("Palette: greys run from black to white, so there are at least two");
    }
    double[][] shades = new double[count][channels];
    for (int i = 0; i < count; i++) {
      Arrays.fill(shades[i], i / (count - 1.0));
    }
    return new Palette(List.of(shades));
  }

  /// How far each pixel of a picture `(N, C, H, W)` is from what can be printed, `(N, 1, H, W)`: the product
  /// of its distances to all colours, zero exactly for a printable colour (Sharif, Bhagavatula, Bauer and
  /// Reiter, "Accessorize to a crime", 2016, section 5.2: the non-printability score).
  public Variable nonPrintability(Variable picture) {
    Variable product = null;
    for (double[] colour : colours) {
      // The tiny number keeps the slope of the root finite where the colour is met exactly.
      Variable distance = picture.sub(constant(colour, picture.value())).square().sum(true, 1).add(1e-12)
          .sqrt();
      product = product == null ? distance : product.mul(distance);
    }
    return product;
  }

  /// The picture as it comes out of the printer: every pixel in the nearest colour.
  public Tensor print(Tensor picture) {
    double[] pixels = picture.toDoubleArray();
    int plane = picture.size(2) * picture.size(3);
    int channels = picture.size(1);
    for (int i = 0; i < pixels.length / channels; i++) {
      int first = i / plane * channels * plane + i % plane;
      double[] nearest = nearest(pixels, first, plane);
      for (int c = 0; c < channels; c++) {
        pixels[first + c * plane] = nearest[c];
      }
    }
    return Tensor.wrap(pixels, picture.shape()).to(picture.dtype());
  }

  private double[] nearest(double[] pixels, int first, int plane) {
    double[] nearest = null;
    double least = Double.POSITIVE_INFINITY;
    for (double[] colour : colours) {
      double distance = 0;
      for (int c = 0; c < colour.length; c++) {
        double off = pixels[first + c * plane] - colour[c];
        distance += off * off;
      }
      if (distance < least) {
        least = distance;
        nearest = colour;
      }
    }
    return nearest;
  }

  private static Variable constant(double[] colour, Tensor like) {
    return Variable.constant(Tensor.of(colour, 1, colour.length, 1, 1).to(like.dtype()));
  }
}
