package scrutable.lessons.figure;

/// Numbers as colours.
enum ColourMap {
  /// From dark blue over green to yellow, for quantities that begin somewhere; ever lighter, so it also
  /// works in grey. The anchors are those of viridis (Smith and van der Walt, 2015).
  SEQUENTIAL(0x440154, 0x414487, 0x2A788E, 0x22A884, 0x7AD151, 0xFDE725),
  /// From blue over white to vermilion, for quantities with a zero in the middle.
  DIVERGING(0x00426B, 0x0072B2, 0x8CC3E3, 0xF7F7F7, 0xF3B58A, 0xD55E00, 0x7F3800);

  private final int[] anchors;

  ColourMap(int... anchors) {
    this.anchors = anchors;
  }

  /// The colour at a place between 0 and 1 as 0xRRGGBB.
  int at(double place) {
    double scaled = Math.clamp(place, 0, 1) * (anchors.length - 1);
    int index = Math.min((int) scaled, anchors.length - 2);
    double part = scaled - index;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = anchors[index] >> shift & 255;
      int b = anchors[index + 1] >> shift & 255;
      rgb |= (int) Math.rint(a + part * (b - a)) << shift;
    }
    return rgb;
  }

  /// Whether black letters are legible on the colour.
  static boolean isLight(int rgb) {
    return 299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255) > 140_000;
  }
}
