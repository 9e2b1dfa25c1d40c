package scrutable.attacks.audio;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import scrutable.tensor.Joining;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Wav;
import scrutable.tensor.io.WavEncoding;

/// What an attack on sounds achieved, found out by reading the WAV files that were written.
///
/// [#judge] is the only way to get one. It writes every sound, before and after, as a 16-bit WAV file, reads the bytes
/// again, and has the victim listen to what it read; how loud a change is, too, is the difference of two files. So
/// nothing counts that rounding or clipping takes away, or that was heard only with the noise of the attack.
public final class AudioAttackResult {
  private final List<byte[]> files;
  private final Tensor changes;
  private final List<int[]> before;
  private final List<int[]> after;
  private final double[] decibels;

  private AudioAttackResult(List<byte[]> files, Tensor changes, List<int[]> before, List<int[]> after,
      double[] decibels) {
    this.files = files;
    this.changes = changes;
    this.before = before;
    this.after = after;
    this.decibels = decibels;
  }

  /// Judges sounds, wherever they come from.
  ///
  /// @param sounds before the attack, `(N, T)`, in [-1, 1]
  /// @param sampleRate samples in a second
  /// @param candidates what the attack made of them
  /// @throws IllegalArgumentException if a sound before the attack is silent, or a sample is not finite
  /// @throws IllegalStateException if the candidates have another shape
  public static AudioAttackResult judge(Transcriber victim, Tensor sounds, int sampleRate, Tensor candidates) {
    if (!candidates.sameShape(sounds)) {
      throw new IllegalStateException("the attack made " + Shape.text(candidates.shape()) + " of sounds "
          + Shape.text(sounds.shape()));
    }
    List<byte[]> originals = written(sounds, sampleRate);
    List<byte[]> files = written(candidates, sampleRate);
    Tensor clean = read(originals, sampleRate);
    Tensor changed = read(files, sampleRate);
    Tensor changes = changed.sub(clean);
    return new AudioAttackResult(files, changes, victim.transcripts(clean), victim.transcripts(changed),
        Decibels.of(changes, clean));
  }

  private static List<byte[]> written(Tensor sounds, int sampleRate) {
    List<byte[]> files = new ArrayList<>();
    for (int n = 0; n < sounds.size(0); n++) {
      files.add(Wav.mono(sounds.select(0, n), sampleRate).encode(WavEncoding.PCM_16));
    }
    return files;
  }

  private static Tensor read(List<byte[]> files, int sampleRate) {
    Tensor[] sounds = new Tensor[files.size()];
    for (int n = 0; n < sounds.length; n++) {
      try {
        Wav wav = Wav.decode(files.get(n), "sound " + n);
        if (wav.sampleRate() != sampleRate) {
          throw new IllegalStateException("sound " + n + " was written with " + sampleRate
              + " samples a second and read with " + wav.sampleRate());
        }
        sounds[n] = wav.samples().select(0, 0);
      } catch (MalformedFileException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Joining.stack(0, sounds);
  }

  /// The WAV file of sound n after the attack.
  public byte[] file(int n) {
    return files.get(n).clone();
  }

  /// What was changed, `(N, T)`: the files after the attack minus those before.
  public Tensor changes() {
    return changes;
  }

  /// What the victim heard in the files before the attack.
  public List<int[]> before() {
    return before;
  }

  /// What the victim heard in the files after the attack.
  public List<int[]> after() {
    return after;
  }

  /// How loud each change is beside its sound, in dB; see [Decibels]: the dose.
  public double[] decibels() {
    return decibels.clone();
  }

  /// Which files are heard as their targets, letter for letter.
  ///
  /// @throws IllegalArgumentException if there is not one target for each file
  public boolean[] hits(List<int[]> targets) {
    if (targets.size() != after.size()) {
      throw new IllegalArgumentException("AudioAttackResult: there should be " + after.size() + " targets, not "
          + targets.size());
    }
    boolean[] hits = new boolean[after.size()];
    for (int n = 0; n < hits.length; n++) {
      hits[n] = Arrays.equals(after.get(n), targets.get(n));
    }
    return hits;
  }

  /// In how many files the victim hears something else than before.
  public int changedTranscripts() {
    int changed = 0;
    for (int n = 0; n < after.size(); n++) {
      changed += Arrays.equals(before.get(n), after.get(n)) ? 0 : 1;
    }
    return changed;
  }

  /// A line for people.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "AudioAttackResult[%d sounds, %d transcripts changed, loudest change %.1f dB]",
        after.size(), changedTranscripts(), Arrays.stream(decibels).max().orElse(Double.NEGATIVE_INFINITY));
  }
}
