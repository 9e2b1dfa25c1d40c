package scrutable.tensor.kernel.convolution;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.kernel.matmul.Packing;
import scrutable.tensor.kernel.parallel.Scratch;

/// The gradient of the input of a convolution with stride 1, with vectors along the channels of the input
/// ([ChannelSums]).
///
/// An element near the upper or the lower edge of the image was met by some rows of the kernel only; the others would
/// multiply the zeros around the gradient of the output ([ShiftedGradient]). So neighbouring tiles that need the same
/// rows of the kernel form a band, which has a list of terms and weights of its own. Of a kernel of 3 x 3 on an image
/// of 12 x 12 this saves a seventh of all terms.
///
/// The zeros on the left and on the right stay: a tile is a run of elements, and reaches from one edge to the other.
final class BandedInputGradient {
  /// Images from which on it pays to copy the weights for each band.
  private static final int ENOUGH = 4;
  private static final int ROWS = ConvolutionTile.ROWS;

  private final ConvGeometry g;
  private final ShiftedGradient gradient;
  private final ShiftedGradient.Phase terms;
  private final int plane;
  private final int width;

  BandedInputGradient(ConvGeometry g, ShiftedGradient gradient) {
    this.g = g;
    this.gradient = gradient;
    this.terms = gradient.phase(0, 0);
    this.plane = g.inHeight() * g.inWidth();
    this.width = ConvolutionTile.widthOf(g.inChannels());
  }

  /// Whether this way needs fewer multiplications than one with vectors along the positions.
  static boolean paysFor(ConvGeometry g, ShiftedGradient gradient) {
    return g.strideHeight() * g.strideWidth() == 1
        && ChannelSums.cost(g.inChannels(), g.inHeight() * g.inWidth()) <= (long) ConvolutionTile.tiles(g.inChannels())
            * ROWS * ConvolutionTile.widthOf(gradient.rows() * gradient.pitch());
  }

  /// gx = the gradient with respect to x.
  ///
  /// @param rectified y if it was rectified, else null
  void run(float[] gy, float[] rectified, float[] w, float[] gx) {
    ChannelSums.Band whole = new ChannelSums.Band(plane, terms.offsets().length, terms.offsets(), packWeights(w));
    List<ChannelSums.Band> bands = g.n() < ENOUGH ? List.of(whole) : bands(whole);
    new ChannelSums(g.n(), g.inChannels(), gradient.positions(), plane, bands).run(
        (image, to) -> gradient.arrange(gy, rectified, image * g.outSize(), to), gradient.size(), null, false, gx);
    bands.stream().map(ChannelSums.Band::panels).filter(panels -> panels != whole.panels()).forEach(Scratch::giveBack);
    Scratch.giveBack(whole.panels());
  }

  private float[] packWeights(float[] w) {
    int depth = terms.offsets().length;
    int kernel = g.kernelHeight() * g.kernelWidth();
    float[] panels = Scratch.borrowForPanels(width * depth);
    for (int c = 0; c < width; c += ConvolutionTile.panel(width, c)) {
      int panel = ConvolutionTile.panel(width, c);
      for (int o = 0; o < g.outChannels(); o++) {
        Packing.packLines(panel, kernel, Math.min(panel, g.inChannels() - c), w, o * g.window() + c * kernel, kernel,
            panels, Scratch.LINE_START + c * depth + o * kernel * panel);
      }
    }
    return panels;
  }

  private List<ChannelSums.Band> bands(ChannelSums.Band whole) {
    List<ChannelSums.Band> bands = new ArrayList<>();
    int first = 0;
    while (first < plane) {
      int fromRow = firstKernelRow(first);
      int toRow = lastKernelRow(first) + 1;
      int end = first;
      while (end < plane && firstKernelRow(end) == fromRow && lastKernelRow(end) + 1 == toRow) {
        end += ROWS;
      }
      bands.add(band(whole, Math.min(end, plane), fromRow, toRow));
      first = end;
    }
    return bands;
  }

  /// The first row of the kernel that met any element of the tile that begins at an element: row u met row a of the
  /// padded image if `0 <= a - u dilation < outHeight`.
  private int firstKernelRow(int tile) {
    return Math.max(0, Math.ceilDiv(paddedRow(tile) - g.outHeight() + 1, g.dilationHeight()));
  }

  private int lastKernelRow(int tile) {
    int last = Math.min(tile + ROWS, plane) - 1;
    return Math.min(g.kernelHeight() - 1, paddedRow(last) / g.dilationHeight());
  }

  private int paddedRow(int element) {
    return g.paddingHeight() + element / g.inWidth();
  }

  /// The terms of some rows of the kernel, which follow each other for each output channel.
  private ChannelSums.Band band(ChannelSums.Band whole, int end, int fromRow, int toRow) {
    int kernel = g.kernelHeight() * g.kernelWidth();
    int first = fromRow * g.kernelWidth();
    int count = (toRow - fromRow) * g.kernelWidth();
    if (count == kernel) {
      return new ChannelSums.Band(end, whole.depth(), whole.offsets(), whole.panels());
    }
    int[] offsets = new int[g.outChannels() * count];
    float[] panels = Scratch.borrowForPanels(width * offsets.length);
    for (int o = 0; o < g.outChannels(); o++) {
      System.arraycopy(whole.offsets(), o * kernel + first, offsets, o * count, count);
      for (int c = 0; c < width; c += ConvolutionTile.panel(width, c)) {
        int panel = ConvolutionTile.panel(width, c);
        System.arraycopy(whole.panels(), Scratch.LINE_START + c * whole.depth() + (o * kernel + first) * panel,
            panels, Scratch.LINE_START + c * offsets.length + o * count * panel, count * panel);
      }
    }
    return new ChannelSums.Band(end, offsets.length, offsets, panels);
  }
}
