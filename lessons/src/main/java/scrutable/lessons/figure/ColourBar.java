package scrutable.lessons.figure;

/// Numbers as colours, and the bar that says which is which.
///
/// @param axis      what the numbers are
/// @param least     the number of the first colour
/// @param most      the number of the last colour
/// @param colourMap the colours
record ColourBar(Axis axis, double least, double most, ColourMap colourMap) {
  private static final int STEPS = 64;
  private static final double THICKNESS = 14;

  /// The bar for a matrix; entries that are not finite do not count.
  ///
  /// @param signed whether 0 is the middle of the colours; else they begin at the smallest value
  static ColourBar of(String label, double[][] matrix, boolean signed) {
    Axis axis = Axis.linear(label);
    var extent = new Extent(axis);
    for (double[] row : matrix) {
      extent.include(row);
    }
    double least = extent.least();
    double most = extent.most();
    if (least > most) {
      least = 0;
      most = 1;
    }
    if (signed) {
      most = Math.max(Math.abs(least), Math.abs(most));
      least = -most;
    }
    if (Axis.isNarrow(least, most)) {
      double pad = Math.max(0.5, Math.abs(least) * 0.1);
      least -= pad;
      most += pad;
    }
    return new ColourBar(axis, least, most, signed ? ColourMap.DIVERGING : ColourMap.SEQUENTIAL);
  }

  /// The colour of a number as 0xRRGGBB.
  int colour(double value) {
    return colourMap.at((value - least) / (most - least));
  }

  /// The matrix as one picture of a pixel for each entry, to be stretched by the viewer; what is not finite stays
  /// empty.
  String cells(double[][] matrix) {
    int columns = matrix[0].length;
    byte[] pixels = new byte[4 * columns * matrix.length];
    for (int i = 0; i < columns * matrix.length; i++) {
      double value = matrix[i / columns][i % columns];
      if (Double.isFinite(value)) {
        put(pixels, i, colour(value));
      }
    }
    return Png.dataUri(columns, matrix.length, 4, pixels);
  }

  void draw(Svg svg, double left, double top, double height) {
    byte[] pixels = new byte[4 * STEPS];
    for (int i = 0; i < STEPS; i++) {
      double part = (i + 0.5) / STEPS;
      put(pixels, i, colour(most + part * (least - most)));
    }
    svg.element("image", "class", "pixels", "x", left, "y", top, "width", THICKNESS, "height", height,
        "preserveAspectRatio", "none", "href", Png.dataUri(1, STEPS, 4, pixels));
    svg.element("rect", "class", "frame", "x", left, "y", top, "width", THICKNESS, "height", height);
    Scale heights = new Scale(axis, least, most, height, 0);
    for (Ticks.Tick tick : heights.ticks()) {
      svg.text(left + THICKNESS + 5, top + heights.pixel(tick.value()) + 4, "start", "dim small", tick.label());
    }
  }

  private static void put(byte[] pixels, int index, int rgb) {
    pixels[4 * index] = (byte) (rgb >> 16);
    pixels[4 * index + 1] = (byte) (rgb >> 8);
    pixels[4 * index + 2] = (byte) rgb;
    pixels[4 * index + 3] = (byte) 255;
  }
}
