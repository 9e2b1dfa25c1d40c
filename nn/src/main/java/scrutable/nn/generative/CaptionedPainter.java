package scrutable.nn.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A small network for diffusion: from a noisy picture, the time and a caption it guesses the clean picture.
///
/// ```
/// condition = silu(W_t wave(time) + W_c caption)
/// h = W_in x;   h = h + V silu(W film(norm(h), condition))   for each block;   x_0 = W_out h
/// ```
///
/// All layers are plain matrices: pictures are rows of pixels, captions rows of numbers such as a bag of words. "No
/// caption" is a row of zeros, in training as in sampling.
///
/// Why guess the picture and not the noise? Noise fills all directions that pixels have, and no narrow network can pass
/// it on; pictures fill few. What is taken for noise follows from the guess,
/// `noise = (x_t - sqrt(alphaBar_t) x_0) / sqrt(1 - alphaBar_t)` (Salimans and Ho, "Progressive distillation for fast
/// sampling of diffusion models", 2022, section 4). The blocks are those of Perez et al. (2018), see [Film].
public final class CaptionedPainter implements Module {
  private static final int WAVES = 32;
  private static final double MOST_WEIGHT = 5;

  private final NoiseSchedule schedule;
  private final Linear ofTime;
  private final Linear ofCaption;
  private final Linear in;
  private final Linear out;
  private final List<Block> blocks = new ArrayList<>();

  private record Block(LayerNorm norm, Film film, Linear widen, Linear back) implements Module {
    @Override
    public Variable forward(Variable input) {
      throw new UnsupportedOperationException("a block needs a condition");
    }

    Variable add(Variable h, Variable condition) {
      Variable turned = film.modulate(norm.forward(h), condition);
      return h.add(back.forward(Functions.silu(widen.forward(turned))));
    }

    @Override
    public void describe(Parts parts) {
      parts.child("norm", norm).child("film", film).child("widen", widen).child("back", back);
    }
  }

  /// @param schedule how noisy each time is
  /// @param pixels of a picture, all channels together
  /// @param captionWidth how many numbers a caption has
  /// @param width of the blocks
  /// @param conditionWidth of time and caption together
  /// @throws IllegalArgumentException if a number is below 1
  public CaptionedPainter(NoiseSchedule schedule, int pixels, int captionWidth, int width, int conditionWidth,
      int blockCount, Rng rng) {
    if (pixels < 1 || captionWidth < 1 || width < 1 || conditionWidth < 1 || blockCount < 1) {
      throw new IllegalArgumentException("CaptionedPainter: every size must be at least 1, but they are " + pixels
          + " pixels, captions of " + captionWidth + ", width " + width + ", conditions of " + conditionWidth + " and "
          + blockCount + " blocks");
    }
    this.schedule = schedule;
    this.ofTime = new Linear(WAVES, conditionWidth, rng);
    this.ofCaption = new Linear(captionWidth, conditionWidth, rng);
    this.in = new Linear(pixels, width, rng);
    for (int i = 0; i < blockCount; i++) {
      blocks.add(new Block(new LayerNorm(width), new Film(conditionWidth, width), new Linear(width, width, rng),
          new Linear(width, width, rng)));
    }
    this.out = new Linear(width, pixels, rng);
  }

  @Override
  public Variable forward(Variable input) {
    throw new UnsupportedOperationException("CaptionedPainter: a guess needs times and captions; ask guess");
  }

  //: code guess
  /// The clean pictures that the network sees in noisy ones.
  ///
  /// @param noisy `(N, ...)`, any shape of that many pixels
  /// @param times t of each
  /// @param captions `(N, captionWidth)`
  /// @return the shape of the pictures
  public Variable guess(Variable noisy, int[] times, Tensor captions) {
    requireTogether(noisy.shape(), times, captions);
    Variable condition = Functions.silu(ofTime.forward(SinusoidalEmbedding.of(times, WAVES))
        .add(ofCaption.forward(captions)));
    Variable h = in.forward(noisy.reshape(times.length, in.weight().size(1)));
    for (Block block : blocks) {
      h = block.add(h, condition);
    }
    return out.forward(h).reshape(noisy.shape());
  }

  /// What to make smaller: the mean squared error of the guess, weighted by what is left of the picture over the noise,
  /// `alphaBar / (1 - alphaBar)`, but never by more than 5.
  ///
  /// Unlimited, that is the error of the noise as Ho, Jain and Abbeel (2020) count it, and nearly clean pictures would
  /// outweigh all others (Hang et al., "Efficient diffusion training via min-SNR weighting strategy", 2023).
  public Variable loss(Tensor clean, NoiseSchedule.Noised noised, Tensor captions) {
    int[] perPicture = new int[clean.rank()];
    Arrays.fill(perPicture, 1);
    perPicture[0] = noised.times().length;
    double[] weights = Arrays.stream(noised.times()).mapToDouble(schedule::alphaBar)
        .map(left -> Math.sqrt(Math.min(left / (1 - left), MOST_WEIGHT))).toArray();
    Tensor roots = Tensor.wrap(weights, perPicture).to(clean.dtype());
    Variable guess = guess(Variable.constant(noised.pictures()), noised.times(), captions);
    return Losses.mse(guess.mul(Variable.constant(roots)), clean.mul(roots));
  }
  //: end

  /// The network as a [Denoiser] that has been told a caption for each picture.
  public Denoiser told(Tensor captions) {
    return (noisy, time) -> {
      int[] times = new int[noisy.size(0)];
      Arrays.fill(times, time);
      Tensor guess = Graph.withoutRecording(() -> guess(Variable.constant(noisy), times, captions).value());
      double left = schedule.alphaBar(time);
      return noisy.sub(guess.mul(Math.sqrt(left))).div(Math.sqrt(1 - left));
    };
  }

  /// The same, told nothing: captions of zeros.
  public Denoiser toldNothing() {
    return (noisy, time) -> told(Tensor.zeros(noisy.size(0), ofCaption.weight().size(1))).noise(noisy, time);
  }

  private void requireTogether(int[] shape, int[] times, Tensor captions) {
    int pixels = in.weight().size(1);
    int width = ofCaption.weight().size(1);
    if (shape.length < 2 || shape[0] != times.length || Shape.elementCount(shape) != times.length * pixels
        || !captions.hasShape(times.length, width)) {
      throw new IllegalArgumentException("CaptionedPainter: pictures (N, ...) of " + pixels + " pixels need N times and"
          + " captions (N, " + width + "), but they are " + Shape.text(shape) + ", " + times.length + " times and "
          + Shape.text(captions.shape()));
    }
  }

  @Override
  public void describe(Parts parts) {
    parts.child("ofTime", ofTime).child("ofCaption", ofCaption).child("in", in);
    for (int i = 0; i < blocks.size(); i++) {
      parts.child("blocks." + i, blocks.get(i));
    }
    parts.child("out", out);
  }
}
