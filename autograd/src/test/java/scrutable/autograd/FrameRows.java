package scrutable.autograd;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.signal.Frames;

/// Rows of [FrameOp]: which sample stands where, asked of every sample and every place.
final class FrameRows {
  private FrameRows() {}

  static List<OpRow> all() {
    List<OpRow> rows = new ArrayList<>();
    rows.addAll(rows(new Frames(4, 2), 2, 9));        // half of each frame overlaps, the last sample is in none
    rows.addAll(rows(new Frames(5, 1), 1, 7));        // a sample stands in up to three frames
    rows.addAll(rows(new Frames(2, 3), 2, 8));        // gaps between frames
    rows.addAll(rows(new Frames(3, 3), 1, 3));
    rows.addAll(rows(new Frames(3, 2), 0, 5));
    return rows;
  }

  private static List<OpRow> rows(Frames frames, int signals, int samples) {
    int[] whole = {signals, samples};
    int[] cut = {signals, frames.count(samples), frames.length()};
    OpRow.Formula pieces = x -> NdArray.fill(cut, at -> x[0].at(at[0], at[1] * frames.hop() + at[2]));
    OpRow.Formula added = x -> NdArray.fill(whole, at -> {
      double sum = 0;
      for (int f = 0; f < cut[1]; f++) {
        for (int i = 0; i < cut[2]; i++) {
          sum += f * frames.hop() + i == at[1] ? x[0].at(at[0], f, i) : 0;
        }
      }
      return sum;
    });
    NdArray[] signal = Samples.SIGNED.draw(81, whole);
    return List.of(OpRow.of(new FrameOp.Cut(frames), frames.toString(), pieces, signal),
        OpRow.method("frames", frames.toString(), x -> Functions.frames(x[0], frames), pieces, signal),
        OpRow.of(new FrameOp.OverlapAdd(frames, samples), frames.toString(), added, Samples.SIGNED.draw(82, cut)));
  }
}
