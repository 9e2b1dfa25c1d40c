package scrutable.lessons.figure;

/// A small picture of 8-bit pixels, for an [ImageGrid].
///
/// @param width    in pixels
/// @param height   in pixels
/// @param channels 1 (grey) or 3 (red, green, blue)
/// @param pixels   rows from the top, channels interleaved
/// @param drawing  whether it is drawn with a pen: shown without squares, and white on black on a dark page
public record Picture(int width, int height, int channels, byte[] pixels, boolean drawing) {
  /// Copies the pixels.
  ///
  /// @throws IllegalArgumentException if the sizes do not fit
  public Picture {
    if (width < 1 || height < 1 || channels != 1 && channels != 3) {
      throw new IllegalArgumentException("picture: a size of at least 1 x 1 and 1 or 3 channels are needed; "
          + width + " x " + height + " and " + channels + " were given");
    }
    if (pixels.length != width * height * channels) {
      throw new IllegalArgumentException("picture: " + channels + " x " + height + " x " + width + " needs "
          + channels * height * width + " values; " + pixels.length + " were given");
    }
    pixels = pixels.clone();
  }

  /// A picture whose pixels are to be seen as they are.
  public Picture(int width, int height, int channels, byte[] pixels) {
    this(width, height, channels, pixels, false);
  }

  /// A pen drawing in shades of grey.
  ///
  /// @param ink how much of each pixel the pen covers, from 0 to 1; rows from the top
  public static Picture drawing(float[] ink, int height, int width) {
    requireSize(ink, 1, height, width);
    byte[] pixels = new byte[ink.length];
    for (int i = 0; i < ink.length; i++) {
      pixels[i] = toByte(1 - ink[i]);
    }
    return new Picture(width, height, 1, pixels, true);
  }

  /// A picture of values from 0 (dark) to 1 (light); what lies outside is clamped, NaN becomes magenta in
  /// a colour picture and black in a grey one.
  ///
  /// @param values   in the order (C, H, W)
  /// @param channels 1 or 3
  public static Picture of(float[] values, int channels, int height, int width) {
    requireSize(values, channels, height, width);
    byte[] pixels = new byte[values.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < height * width; i++) {
        float value = values[channel * height * width + i];
        pixels[i * channels + channel] = Float.isNaN(value)
            ? (byte) (channels == 3 && channel != 1 ? 255 : 0) : toByte(value);
      }
    }
    return new Picture(width, height, channels, pixels);
  }

  /// A picture of values from 0 to 1 in the order (C, H, W); see [#of(float[], int, int, int)].
  public static Picture of(float[][][] values) {
    int channels = values.length;
    int height = values[0].length;
    int width = values[0][0].length;
    float[] flat = new float[channels * height * width];
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < height; row++) {
        System.arraycopy(values[channel][row], 0, flat, (channel * height + row) * width, width);
      }
    }
    return of(flat, channels, height, width);
  }

  /// A picture of signed values, like a perturbation: blue below 0, white at 0, vermilion above.
  ///
  /// Several channels are averaged first.
  ///
  /// @param values in the order (C, H, W)
  /// @param limit  the magnitude that gets the full colour
  public static Picture signed(float[] values, int channels, int height, int width, double limit) {
    requireSize(values, channels, height, width);
    byte[] pixels = new byte[3 * height * width];
    for (int i = 0; i < height * width; i++) {
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += values[channel * height * width + i];
      }
      double place = 0.5 + sum / channels / (2 * limit);
      int rgb = Double.isNaN(place) ? 0xFF00FF : ColourMap.DIVERGING.at(place);
      pixels[3 * i] = (byte) (rgb >> 16);
      pixels[3 * i + 1] = (byte) (rgb >> 8);
      pixels[3 * i + 2] = (byte) rgb;
    }
    return new Picture(width, height, 3, pixels);
  }

  private static void requireSize(float[] values, int channels, int height, int width) {
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException("picture: (C, H, W) = (" + channels + ", " + height + ", " + width
          + ") needs " + channels * height * width + " values; " + values.length + " were given");
    }
  }

  private static byte toByte(float value) {
    return (byte) Math.round(Math.clamp(value, 0f, 1f) * 255f);
  }

  String dataUri() {
    return Png.dataUri(width, height, channels, pixels);
  }
}
