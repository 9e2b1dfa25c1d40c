package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.signal.Dft;
import scrutable.tensor.signal.Frames;
import scrutable.tensor.signal.MelFilters;
import scrutable.tensor.signal.Windows;

/// How loud a sound is, moment by moment, in each band of the mel scale: sounds `(N, T)` in, `(N, F, bands)` out.
///
/// ```
/// x      = frames of `frameLength` samples, one every `hop`, faded at both ends (Hann)
/// X      = spectrum of x
/// y[b]   = log(1e-6 + sum over the bins k of |X[k]|^2 mel[k, b])
/// ```
///
/// There is nothing to learn in it, and everything to differentiate: the gradient goes back to the samples, and an
/// attack with it. See [MelFilters] and [Dft] for the sources. `1e-6` keeps silence finite; samples lie in [-1, 1].
public final class LogMel implements Module {
  private static final double FLOOR = 1e-6;
  private final Frames frames;
  private final int bands;
  private final Tensor spectrum;
  private final Tensor mel;

  /// Bands from 0 Hz to half the sample rate.
  ///
  /// @param sampleRate samples in a second
  /// @param frameLength samples in a frame
  /// @param hop samples from the beginning of a frame to that of the next
  /// @param bands how many bands
  /// @throws IllegalArgumentException if a band is so narrow that it holds no bin of the spectrum
  public LogMel(int sampleRate, int frameLength, int hop, int bands) {
    this.frames = new Frames(frameLength, hop);
    this.bands = bands;
    Dft dft = new Dft(frameLength);
    Tensor window = Windows.hann(frameLength).unsqueeze(1);
    this.spectrum = Joining.concat(1, dft.cosines(DType.FLOAT64).mul(window), dft.sines(DType.FLOAT64).mul(window));
    this.mel = new MelFilters(bands, frameLength, sampleRate, 0, sampleRate / 2.0).matrix(DType.FLOAT64);
  }

  /// F, how many frames a sound of `samples` samples has.
  ///
  /// @throws IllegalArgumentException if it is shorter than a frame
  public int frameCount(int samples) {
    return frames.count(samples);
  }

  /// How many bands there are.
  public int bands() {
    return bands;
  }

  @Override
  public Variable forward(Variable sounds) {
    if (sounds.rank() != 2) {
      throw new IllegalArgumentException("LogMel: sounds should be (N, T), not " + Shape.text(sounds.shape()));
    }
    int bins = mel.size(0);
    Variable rows = Functions.frames(sounds, frames).reshape(-1, frames.length())
        .matmul(Variable.constant(spectrum.to(sounds.dtype())));                            // (N F, 2 bins)
    Variable power = rows.slice(1, 0, bins).square().add(rows.slice(1, bins, 2 * bins).square());
    Variable loud = power.matmul(Variable.constant(mel.to(sounds.dtype()))).add(FLOOR).log();
    return loud.reshape(sounds.size(0), frameCount(sounds.size(1)), bands);
  }

  @Override
  public void describe(Parts parts) {
    parts.setting("frames of", frames.length()).setting("every", frames.hop()).setting("bands", bands);
  }

  @Override
  public String toString() {
    return outline();
  }
}
